package dev.sparkzarr.dataset.write;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkzarr.dataset.Column;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which arrays name which coordinates in their attribute {@code coordinates}. What an array said in
 * the store that it comes from it says again; a new one names the coordinates that have no other
 * dimensions than it has, as xarray does. Those that no array names are named by the group. Source:
 * xarray's {@code conventions._encode_coordinates}.
 */
final class CoordinateNames {
  private final Map<String, String> texts = new HashMap<>();
  private final List<String> unnamed;
  private final List<String> ofGroup;

  CoordinateNames(List<ArrayDraft> drafts) {
    Set<String> written = new HashSet<>();
    for (ArrayDraft draft : drafts) {
      text(draft, drafts)
          .ifPresent(
              text -> {
                texts.put(draft.name(), text);
                written.addAll(words(text));
              });
    }
    Set<String> said = new HashSet<>();
    for (ArrayDraft draft : drafts) {
      draft
          .source()
          .origin()
          .map(origin -> origin.table().path("coordinates"))
          .filter(JsonNode::isTextual)
          .ifPresent(text -> said.addAll(words(text.textValue())));
    }
    List<ArrayDraft> left =
        drafts.stream()
            .filter(draft -> canBeNamed(draft) && !written.contains(draft.name()))
            .sorted(Comparator.comparing(ArrayDraft::name))
            .toList();
    unnamed = left.stream().map(ArrayDraft::name).toList();
    ofGroup =
        left.stream()
            .filter(draft -> !draft.dimensions().isEmpty() || said.contains(draft.name()))
            .map(ArrayDraft::name)
            .toList();
  }

  private static Optional<String> text(ArrayDraft draft, List<ArrayDraft> drafts) {
    if (draft.own().says("coordinates")) {
      return draft.own().has("coordinates")
          ? Optional.of(draft.own().get("coordinates").asText())
          : Optional.empty();
    }
    Optional<ColumnOrigin> stored = draft.origin().filter(origin -> origin.dtype().isPresent());
    if (stored.isPresent()) {
      JsonNode text = stored.get().encoding().path("coordinates");
      return text.isTextual() ? Optional.of(text.textValue()) : Optional.empty();
    }
    if (draft.role() != Column.Role.VARIABLE) {
      return Optional.empty();
    }
    TreeSet<String> names = new TreeSet<>();
    for (ArrayDraft other : drafts) {
      if (canBeNamed(other) && draft.dimensions().containsAll(other.dimensions())) {
        names.add(other.name());
      }
    }
    return names.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", names));
  }

  /** A name with a blank would be two. */
  private static boolean canBeNamed(ArrayDraft draft) {
    return draft.role() == Column.Role.COORDINATE
        && draft.name().chars().noneMatch(Character::isWhitespace);
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  /** The names in an attribute {@code coordinates}; none where it is no text. */
  static List<String> words(JsonNode attribute) {
    return attribute.isTextual() && !attribute.textValue().isBlank()
        ? words(attribute.textValue())
        : List.of();
  }

  /**
   * @return the attribute of an array; empty when it has none
   */
  Optional<String> of(String array) {
    return Optional.ofNullable(texts.get(array));
  }

  /**
   * @return coordinates that the group names
   */
  List<String> ofGroup() {
    return ofGroup;
  }

  /**
   * @param added arrays that are new beside others
   * @return those among them that the group names
   */
  List<String> ofGroup(Set<String> added) {
    return unnamed.stream().filter(added::contains).toList();
  }
}
