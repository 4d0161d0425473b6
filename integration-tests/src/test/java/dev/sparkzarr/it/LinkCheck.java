package dev.sparkzarr.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Resolves every reference of a jar the way the JVM links it, against the jars of one runtime:
 * classes, fields and methods that are missing, static where they should not be (or the reverse),
 * interface for class, abstract methods left open, and default methods inherited twice (JVMS 5.4.3,
 * 5.4.6). What is not found in the runtime's jars is looked for in the JDK.
 */
final class LinkCheck {
  private final Map<String, ClassNode> subject;
  private final Map<String, byte[]> runtime;
  private final Map<String, Optional<ClassNode>> parsed = new HashMap<>();
  private final Set<String> problems = new TreeSet<>();
  private int references;

  private LinkCheck(Map<String, ClassNode> subject, Map<String, byte[]> runtime) {
    this.subject = subject;
    this.runtime = runtime;
  }

  /** What was found: how many references were resolved, and what does not link. */
  record Result(int references, Set<String> problems) {}

  /**
   * @param runtimeJars folders of jars; what is in an earlier one wins
   */
  static Result run(Path jar, Path... runtimeJars) {
    Map<String, ClassNode> subject = new LinkedHashMap<>();
    readJar(jar).forEach((name, bytes) -> subject.put(name, parse(bytes, 0)));
    Map<String, byte[]> runtime = new HashMap<>();
    for (Path folder : runtimeJars) {
      try (Stream<Path> jars = Files.list(folder)) {
        jars.filter(path -> path.toString().endsWith(".jar"))
            .sorted()
            .forEach(path -> readJar(path).forEach(runtime::putIfAbsent));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    LinkCheck check = new LinkCheck(subject, runtime);
    subject.values().forEach(check::checkClass);
    return new Result(check.references, check.problems);
  }

  private static Map<String, byte[]> readJar(Path jar) {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (var entry : (Iterable<java.util.jar.JarEntry>) file.stream()::iterator) {
        String name = entry.getName();
        if (name.endsWith(".class")
            && !name.startsWith("META-INF/")
            && !name.endsWith("module-info.class")) {
          try (InputStream in = file.getInputStream(entry)) {
            classes.put(name.substring(0, name.length() - 6), in.readAllBytes());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return classes;
  }

  private static ClassNode parse(byte[] bytes, int flags) {
    ClassNode node = new ClassNode();
    new ClassReader(bytes).accept(node, flags | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return node;
  }

  private Optional<ClassNode> find(String name) {
    ClassNode own = subject.get(name);
    return own != null ? Optional.of(own) : parsed.computeIfAbsent(name, this::load);
  }

  /** The JDK's own class before one of a jar, as class loaders have it. */
  private Optional<ClassNode> load(String name) {
    byte[] bytes;
    try (InputStream in =
        ClassLoader.getPlatformClassLoader().getResourceAsStream(name + ".class")) {
      bytes = in == null ? runtime.get(name) : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes == null ? Optional.empty() : Optional.of(parse(bytes, ClassReader.SKIP_CODE));
  }

  private void checkClass(ClassNode type) {
    checkSuper(type, type.superName, false);
    type.interfaces.forEach(name -> checkSuper(type, name, true));
    for (FieldNode field : type.fields) {
      checkType(type, Type.getType(field.desc));
    }
    for (MethodNode method : type.methods) {
      checkType(type, Type.getMethodType(method.desc));
      if (method.exceptions != null) {
        method.exceptions.forEach(name -> checkName(type, name));
      }
      method.tryCatchBlocks.stream()
          .filter(block -> block.type != null)
          .forEach(block -> checkName(type, block.type));
      for (AbstractInsnNode instruction : method.instructions) {
        checkInstruction(type, instruction);
      }
    }
    if ((type.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0) {
      checkInherited(type);
    }
  }

  private void checkInstruction(ClassNode type, AbstractInsnNode instruction) {
    if (instruction instanceof MethodInsnNode call) {
      checkMethod(
          type,
          call.owner,
          call.name,
          call.desc,
          call.itf,
          call.getOpcode() == Opcodes.INVOKESTATIC);
    } else if (instruction instanceof FieldInsnNode access) {
      int opcode = access.getOpcode();
      checkField(
          type,
          access.owner,
          access.name,
          access.desc,
          opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC);
    } else if (instruction instanceof TypeInsnNode use) {
      checkType(type, Type.getObjectType(use.desc));
    } else if (instruction instanceof LdcInsnNode constant && constant.cst instanceof Type use) {
      checkType(type, use);
    } else if (instruction instanceof InvokeDynamicInsnNode dynamic) {
      checkType(type, Type.getMethodType(dynamic.desc));
      checkHandle(type, dynamic.bsm);
      for (Object argument : dynamic.bsmArgs) {
        if (argument instanceof Handle handle) {
          checkHandle(type, handle);
        } else if (argument instanceof Type use) {
          checkType(type, use);
        }
      }
    }
  }

  private void checkHandle(ClassNode type, Handle handle) {
    if (handle.getTag() <= Opcodes.H_PUTSTATIC) {
      boolean isStatic =
          handle.getTag() == Opcodes.H_GETSTATIC || handle.getTag() == Opcodes.H_PUTSTATIC;
      checkField(type, handle.getOwner(), handle.getName(), handle.getDesc(), isStatic);
    } else {
      boolean isStatic = handle.getTag() == Opcodes.H_INVOKESTATIC;
      checkMethod(
          type,
          handle.getOwner(),
          handle.getName(),
          handle.getDesc(),
          handle.isInterface(),
          isStatic);
    }
  }

  private void checkSuper(ClassNode type, String name, boolean asInterface) {
    Optional<ClassNode> found = checkName(type, name);
    found.ifPresent(
        parent -> {
          boolean isInterface = (parent.access & Opcodes.ACC_INTERFACE) != 0;
          if (isInterface != asInterface) {
            problem(type, name + (isInterface ? " became an interface" : " became a class"));
          }
          if ((parent.access & Opcodes.ACC_FINAL) != 0) {
            problem(type, name + " became final");
          }
        });
  }

  private void checkType(ClassNode from, Type type) {
    switch (type.getSort()) {
      case Type.ARRAY -> checkType(from, type.getElementType());
      case Type.OBJECT -> checkName(from, type.getInternalName());
      case Type.METHOD -> {
        checkType(from, type.getReturnType());
        for (Type argument : type.getArgumentTypes()) {
          checkType(from, argument);
        }
      }
      default -> {}
    }
  }

  private Optional<ClassNode> checkName(ClassNode from, String name) {
    if (name.startsWith("[")) {
      checkType(from, Type.getObjectType(name));
      return Optional.empty();
    }
    references++;
    Optional<ClassNode> found = find(name);
    if (found.isEmpty()) {
      problem(from, "class " + name + " is missing");
    }
    return found;
  }

  private void checkField(
      ClassNode from, String owner, String name, String desc, boolean wantStatic) {
    references++;
    if (checkName(from, owner).isEmpty()) {
      return;
    }
    for (ClassNode type : ancestry(owner)) {
      for (FieldNode field : type.fields) {
        if (field.name.equals(name) && field.desc.equals(desc)) {
          if (((field.access & Opcodes.ACC_STATIC) != 0) != wantStatic) {
            problem(from, "field " + owner + "." + name + " changed between static and instance");
          }
          return;
        }
      }
    }
    problem(from, "field " + owner + "." + name + " " + desc + " is missing");
  }

  private void checkMethod(
      ClassNode from, String owner, String name, String desc, boolean itf, boolean wantStatic) {
    references++;
    if (owner.startsWith("[")) {
      return;
    }
    Optional<ClassNode> declared = checkName(from, owner);
    if (declared.isEmpty()) {
      return;
    }
    if (((declared.get().access & Opcodes.ACC_INTERFACE) != 0) != itf) {
      problem(from, owner + " changed between class and interface");
      return;
    }
    if (isSignaturePolymorphic(owner)) {
      return;
    }
    for (ClassNode type : ancestry(owner)) {
      for (MethodNode method : type.methods) {
        if (method.name.equals(name) && method.desc.equals(desc)) {
          if (((method.access & Opcodes.ACC_STATIC) != 0) != wantStatic) {
            problem(from, "method " + owner + "." + name + " changed between static and instance");
          }
          if ((method.access & Opcodes.ACC_PRIVATE) != 0
              && !type.name.startsWith("dev/sparkzarr/")) {
            problem(from, "method " + owner + "." + name + desc + " became private");
          }
          return;
        }
      }
    }
    problem(from, "method " + owner + "." + name + desc + " is missing");
  }

  private static boolean isSignaturePolymorphic(String owner) {
    return owner.equals("java/lang/invoke/VarHandle")
        || owner.equals("java/lang/invoke/MethodHandle");
  }

  /** The class, its superclasses, then all their interfaces. */
  private List<ClassNode> ancestry(String name) {
    List<ClassNode> classes = new ArrayList<>();
    Set<String> interfaces = new LinkedHashSet<>();
    for (Optional<ClassNode> type = find(name);
        type.isPresent();
        type = type.get().superName == null ? Optional.empty() : find(type.get().superName)) {
      classes.add(type.get());
      type.get().interfaces.forEach(parent -> addInterfaces(parent, interfaces));
    }
    interfaces.forEach(parent -> find(parent).ifPresent(classes::add));
    find("java/lang/Object").filter(object -> !classes.contains(object)).ifPresent(classes::add);
    return classes;
  }

  private void addInterfaces(String name, Set<String> found) {
    if (found.add(name)) {
      find(name).ifPresent(type -> type.interfaces.forEach(parent -> addInterfaces(parent, found)));
    }
  }

  /** Abstract methods that a concrete class leaves open, and defaults it inherits twice. */
  private void checkInherited(ClassNode type) {
    List<ClassNode> ancestry = ancestry(type.name);
    Map<String, List<ClassNode>> defaults = new LinkedHashMap<>();
    Map<String, ClassNode> open = new LinkedHashMap<>();
    Set<String> implemented = new HashSet<>();
    for (ClassNode parent : ancestry) {
      boolean isInterface = (parent.access & Opcodes.ACC_INTERFACE) != 0;
      for (MethodNode method : parent.methods) {
        if ((method.access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) != 0) {
          continue;
        }
        String signature = method.name + method.desc;
        boolean isAbstract = (method.access & Opcodes.ACC_ABSTRACT) != 0;
        if (!isInterface && !isAbstract) {
          implemented.add(signature);
        } else if (isAbstract) {
          open.putIfAbsent(signature, parent);
        } else {
          defaults.computeIfAbsent(signature, key -> new ArrayList<>()).add(parent);
        }
      }
    }
    open.forEach(
        (signature, parent) -> {
          if (!implemented.contains(signature) && !defaults.containsKey(signature)) {
            problem(type, "abstract " + parent.name + "." + signature + " is not implemented");
          }
        });
    defaults.forEach(
        (signature, parents) -> {
          if (!implemented.contains(signature) && mostSpecific(parents) > 1) {
            problem(
                type,
                "default "
                    + signature
                    + " is inherited from "
                    + parents.stream().map(parent -> parent.name).toList());
          }
        });
  }

  /** How many of these interfaces are not extended by another of them. */
  private long mostSpecific(List<ClassNode> interfaces) {
    return interfaces.stream()
        .filter(
            candidate ->
                interfaces.stream()
                    .noneMatch(other -> other != candidate && extendsInterface(other, candidate)))
        .count();
  }

  private boolean extendsInterface(ClassNode type, ClassNode parent) {
    Set<String> found = new HashSet<>();
    type.interfaces.forEach(name -> addInterfaces(name, found));
    return found.contains(parent.name);
  }

  private void problem(ClassNode type, String text) {
    problems.add(type.name + ": " + text);
  }
}
