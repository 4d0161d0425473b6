"""Lets everybody do everything in a bucket: open_bucket.py ENDPOINT ACCESS_KEY SECRET_KEY BUCKET"""

import json
import sys

import boto3
from botocore.config import Config

endpoint, access_key, secret_key, bucket = sys.argv[1:]
s3 = boto3.client(
    "s3",
    endpoint_url=endpoint,
    aws_access_key_id=access_key,
    aws_secret_access_key=secret_key,
    region_name="us-east-1",
    config=Config(s3={"addressing_style": "path"}, proxies={}),
)
s3.create_bucket(Bucket=bucket)
places = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
everything = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": places}
s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [everything]}))
