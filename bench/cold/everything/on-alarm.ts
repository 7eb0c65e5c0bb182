// What `on-alarm` would be if it loaded the EC2 client at its start, as handlers commonly do: kept for comparison.
import '../../../shared/aws/ec2/client.ts';

export { handler } from '../../../functions/on-alarm/handler.ts';
