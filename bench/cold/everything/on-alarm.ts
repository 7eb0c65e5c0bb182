// A variant of `on-alarm` that loads the EC2 client at start-up, as handlers commonly do, for comparison.
import '../../../shared/providers/ec2/api/client.ts';

export { handler } from '../../../functions/on-alarm/handler.ts';
