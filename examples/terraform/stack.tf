# The stack of Headcount, from the template that `npm run template` writes. See docs/how-to/terraform.md.
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "bucket" {
  description = "Bucket in the region of the stack, with the functions' zip files in headcount/"
  type        = string
}

variable "worker_role_arns" {
  description = "Roles in the instance profiles of the workers' launch templates"
  type        = list(string)
}

locals {
  template = "${path.module}/../../dist/template/headcount-production.template.json"
}

data "aws_s3_bucket" "deployments" {
  bucket = var.bucket
}

resource "aws_s3_object" "template" {
  bucket = var.bucket
  # A changed template has another key, so that Terraform updates the stack.
  key    = "headcount/templates/${filemd5(local.template)}.json"
  source = local.template
}

resource "aws_cloudformation_stack" "headcount" {
  name         = "headcount-production"
  capabilities = ["CAPABILITY_IAM"]
  template_url = "https://${data.aws_s3_bucket.deployments.bucket_regional_domain_name}/${aws_s3_object.template.key}"

  parameters = {
    CodeBucket     = var.bucket
    CodePrefix     = "headcount/"
    WorkerRoleArns = join(",", var.worker_role_arns)
  }
}
