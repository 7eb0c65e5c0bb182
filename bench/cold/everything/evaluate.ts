// A variant of `evaluate` that loads the EC2 client at start-up, as handlers commonly do, for comparison.
import '../../../shared/providers/ec2/api/client.ts';

export { handler } from '../../../functions/evaluate/handler.ts';
