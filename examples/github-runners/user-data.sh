# One worker, one job. It takes a message, registers a runner for one job, and shuts down; the launch template terminates
# what shuts down. QUEUE_URL, GITHUB_SCOPE, RUNNER_LABELS, TOKEN_PARAMETER and IDLE_SECONDS are set above.
set -euo pipefail
trap 'shutdown --no-wall now' EXIT

session=$(curl -sf -X PUT http://169.254.169.254/latest/api/token -H 'x-aws-ec2-metadata-token-ttl-seconds: 21600')
metadata() { curl -sf -H "x-aws-ec2-metadata-token: $session" "http://169.254.169.254/latest/meta-data/$1"; }
instance=$(metadata instance-id)
AWS_DEFAULT_REGION=$(metadata placement/region)
export AWS_DEFAULT_REGION

# Busy before it takes work, so that Headcount does not terminate it meanwhile.
aws ec2 create-tags --resources "$instance" --tags Key=headcount:busy,Value=true
message=None
for _ in {1..18}; do # six minutes: longer than the message of a worker that died stays hidden
  message=$(aws sqs receive-message --queue-url "$QUEUE_URL" --wait-time-seconds 20 --query 'Messages[0].ReceiptHandle' --output text)
  [ "$message" = None ] || break
done
[ "$message" != None ] || exit 0

# While this worker runs, no other gets the message. If it fails, the message returns after five minutes.
while sleep 60; do
  aws sqs change-message-visibility --queue-url "$QUEUE_URL" --receipt-handle "$message" --visibility-timeout 300
done &

github() {
  token=$(aws ssm get-parameter --name "$TOKEN_PARAMETER" --with-decryption --query Parameter.Value --output text)
  curl -sf -H "authorization: Bearer $token" -H 'accept: application/vnd.github+json' "https://api.github.com/$GITHUB_SCOPE/actions/runners/$1" "${@:2}"
}
dnf install -y -q jq libicu tar
useradd --create-home runner
cd /home/runner
github downloads | jq -r '.[] | select(.os == "linux" and .architecture == "arm64").download_url' | xargs curl -sfL | tar xz
config=$(github generate-jitconfig -d "$(jq -n --arg name "$instance" --arg labels "$RUNNER_LABELS" \
  '{ name: $name, runner_group_id: 1, labels: ($labels | split(",")) }')" | jq -r .encoded_jit_config)
printf '#!/bin/sh\ntouch /home/runner/has-started\n' > job-started.sh
chmod +x job-started.sh
chown -R runner: .

# A runner gets no job when the job was cancelled, or when another runner took it.
(
  sleep "$IDLE_SECONDS"
  [ -e has-started ] || { touch was-idle && pkill -INT --uid runner; }
) &

# The job cannot reach the instance's metadata, so it cannot use the worker's role, which may read the token.
systemd-run --quiet --wait --pipe --uid=runner -p WorkingDirectory=/home/runner -p IPAddressDeny=169.254.169.254/32 \
  -E ACTIONS_RUNNER_HOOK_JOB_STARTED=/home/runner/job-started.sh ./run.sh --jitconfig "$config" || [ -e has-started ] || [ -e was-idle ]

# Delete the message only now. After an earlier failure, another worker takes it, three times at most.
aws sqs delete-message --queue-url "$QUEUE_URL" --receipt-handle "$message"
