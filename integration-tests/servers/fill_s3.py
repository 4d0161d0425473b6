"""Uploads a folder: fill_s3.py ENDPOINT ACCESS_KEY SECRET_KEY BUCKET FOLDER PREFIX"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
from botocore.config import Config

endpoint, access_key, secret_key, bucket, folder, prefix = sys.argv[1:]
s3 = boto3.client(
    "s3",
    endpoint_url=endpoint,
    aws_access_key_id=access_key,
    aws_secret_access_key=secret_key,
    region_name="us-east-1",
    config=Config(s3={"addressing_style": "path"}, proxies={}),
)
files = sorted(path for path in Path(folder).rglob("*") if path.is_file())


def upload(path):
    s3.put_object(Bucket=bucket, Key=prefix + path.relative_to(folder).as_posix(), Body=path.read_bytes())


with ThreadPoolExecutor(4) as threads:
    list(threads.map(upload, files))
