"""Blocks of Java and Scala compile. A block without a class is the body of a method that has a `spark`."""

import os
import re
import subprocess

JAVA_BODY = """import org.apache.spark.sql.*;
{imports}
final class {name} {{
  static void run(SparkSession spark) throws Exception {{
{body}
  }}
}}
"""

SCALA_BODY = """import org.apache.spark.sql.SparkSession
object {name} {{
  def run(spark: SparkSession): Unit = {{
{body}
  }}
}}
"""


def compile_java(steps, jars, folder):
    sources = []
    for step in steps:
        unit = re.search(r"^(?:public )?(?:final )?(?:class|interface|record) (\w+)", step.text, re.M)
        imports = "\n".join(re.findall(r"^import .*;$", step.text, re.M))
        body = re.sub(r"^import .*;\n", "", step.text, flags=re.M)
        name = unit[1] if unit else name_of(step)
        text = step.text if unit else JAVA_BODY.format(imports=imports, name=name, body=body)
        sources.append(written(folder / "java" / name_of(step) / f"{name}.java", text))
    run([java("javac"), "-proc:none", "-d", folder / "classes", "-cp", os.pathsep.join(jars), *sources])


def compile_scala(steps, jars, folder):
    sources = []
    for step in steps:
        text = SCALA_BODY.format(name=name_of(step), body=step.text)
        sources.append(written(folder / "scala" / f"{name_of(step)}.scala", text))
    classes = folder / "classes"
    classes.mkdir(exist_ok=True)
    path = os.pathsep.join(jars)
    run([java("java"), "-cp", path, "scala.tools.nsc.Main", "-cp", path, "-d", classes, *sources])


def name_of(step):
    return "Block_" + re.sub(r"\W", "_", f"{step.page}_{step.line}")


def written(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def java(program):
    home = os.environ.get("JAVA_HOME")
    return os.path.join(home, "bin", program) if home else program


def run(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(done.stdout + done.stderr)
