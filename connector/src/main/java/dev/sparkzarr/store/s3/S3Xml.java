package dev.sparkzarr.store.s3;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A document of S3: a root with texts and records of texts below it, which is all that its answers
 * hold that we read. Read with the JDK's own parser, no DTD and no entity from outside.
 *
 * @param root the root's name
 * @param texts below the root, the last of each name
 * @param records by name, in order: the texts below each
 */
record S3Xml(
    String root, Map<String, String> texts, Map<String, List<Map<String, String>>> records) {
  private static final XMLInputFactory FACTORY = factory();

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /**
   * @return empty when it is no XML
   */
  static Optional<S3Xml> parse(ByteBuffer body) {
    Map<String, String> texts = new LinkedHashMap<>();
    Map<String, List<Map<String, String>>> records = new LinkedHashMap<>();
    try {
      XMLStreamReader reader = reader(body);
      try {
        if (reader.nextTag() != XMLStreamConstants.START_ELEMENT) {
          return Optional.empty();
        }
        String root = reader.getLocalName();
        readChildren(reader, texts, records);
        return Optional.of(new S3Xml(root, texts, records));
      } finally {
        reader.close();
      }
    } catch (XMLStreamException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static XMLStreamReader reader(ByteBuffer body) throws XMLStreamException {
    // The factory is not made for many threads.
    synchronized (FACTORY) {
      return FACTORY.createXMLStreamReader(
          new ByteArrayInputStream(
              body.array(), body.arrayOffset() + body.position(), body.remaining()));
    }
  }

  private static void readChildren(
      XMLStreamReader reader,
      Map<String, String> texts,
      Map<String, List<Map<String, String>>> records)
      throws XMLStreamException {
    int depth = 1;
    String child = null;
    Map<String, String> record = null;
    StringBuilder text = new StringBuilder();
    while (depth > 0) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          text.setLength(0);
          if (depth == 2) {
            child = reader.getLocalName();
            record = null;
          } else if (depth == 3 && record == null) {
            record = new LinkedHashMap<>();
            records.computeIfAbsent(child, name -> new ArrayList<>()).add(record);
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          if (depth == 3) {
            record.put(reader.getLocalName(), text.toString());
          } else if (depth == 2 && record == null) {
            texts.put(child, text.toString());
          }
          text.setLength(0);
          depth--;
        }
        default -> {
          // Comments and the like.
        }
      }
    }
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  List<Map<String, String>> records(String name) {
    return records.getOrDefault(name, List.of());
  }
}
