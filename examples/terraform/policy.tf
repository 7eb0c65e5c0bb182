# The policy of the group ci-runners, as an item of the table. See docs/how-to/terraform.md.
locals {
  # The fields of the policy in DynamoDB's JSON.
  ci_runners = jsondecode(file("${path.module}/ci-runners.json"))
}

resource "aws_dynamodb_table_item" "ci_runners" {
  table_name = aws_cloudformation_stack.headcount.outputs["TableName"]
  hash_key   = "pk"
  range_key  = "sk"

  item = jsonencode(merge(local.ci_runners, {
    pk             = { S = "GROUP#ci-runners" }
    sk             = { S = "POLICY" }
    changedBy      = { S = "terraform" }
    changedBecause = { S = "CI runs on weekdays" }
    # New with each change of the policy, so that each version has its author.
    changeId = { S = sha1(jsonencode(local.ci_runners)) }
  }))
}
