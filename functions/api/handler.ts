import { answerRequest, failedResponse, sendable } from '../../shared/api/index.ts';
import { apiRequestIn } from '../../shared/aws/events/api-event.ts';
import { apiFunction } from '../../shared/runtime/api.ts';

const { use, logger } = apiFunction();

/** Answers a request to the HTTP API. What a caller can do nothing about is logged, and answered without its cause. */
export async function handler(event: unknown) {
  const { id, request } = apiRequestIn(event);
  const { route, caller } = request;
  const response = await answerRequest(request, use).catch((error: unknown) => {
    logger.error('call failed', { request: id, route, error: error as Error });
    return failedResponse(id);
  });
  const { status, headers, body, isBase64Encoded } = sendable(response, request);
  logger.info('answered', { request: id, route, status, by: caller.by });
  return { statusCode: status, headers: { 'cache-control': 'no-store', ...headers }, body, isBase64Encoded };
}
