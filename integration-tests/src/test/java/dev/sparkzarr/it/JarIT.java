package dev.sparkzarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What a cluster gets with the jar: nothing but this library, for Java 17. */
@Tag("full")
class JarIT {
  private static final int JAVA_17 = 61;

  @Test
  void everyClassIsOursAndOfJava17() throws IOException {
    try (JarFile jar = new JarFile(System.getProperty("sparkzarr.jar"))) {
      List<JarEntry> classes =
          jar.stream().filter(entry -> entry.getName().endsWith(".class")).toList();
      assertThat(classes).hasSizeGreaterThan(100);
      for (JarEntry entry : classes) {
        assertThat(entry.getName()).startsWith("dev/sparkzarr/");
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
          in.skipNBytes(6); // magic number, minor version
          assertThat(in.readUnsignedShort()).as(entry.getName()).isEqualTo(JAVA_17);
        }
      }
    }
  }

  @Test
  void nothingIsDraggedIn() throws IOException, ParserConfigurationException, SAXException {
    NodeList dependencies;
    try (InputStream pom = Path.of("../connector/pom.xml").toUri().toURL().openStream()) {
      dependencies =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(pom)
              .getElementsByTagName("dependency");
    }
    List<String> dragged = new ArrayList<>();
    for (int i = 0; i < dependencies.getLength(); i++) {
      Element dependency = (Element) dependencies.item(i);
      String scope = text(dependency, "scope");
      boolean isOfProject =
          dependency.getParentNode().getParentNode()
              == dependency.getOwnerDocument().getDocumentElement();
      boolean stays = scope.equals("provided") || scope.equals("test") || !isOfProject;
      if (!stays && !text(dependency, "optional").equals("true")) {
        dragged.add(text(dependency, "artifactId"));
      }
    }
    assertThat(dependencies.getLength()).isPositive();
    assertThat(dragged).isEmpty();
  }

  private static String text(Element element, String name) {
    NodeList found = element.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }
}
