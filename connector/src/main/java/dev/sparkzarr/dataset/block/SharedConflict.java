package dev.sparkzarr.dataset.block;

import java.util.ArrayList;
import java.util.List;

/** What is said of a column that varies along a dimension that it is said not to have. */
final class SharedConflict {
  private SharedConflict() {}

  static String message(
      BlockPlan plan, int groupPosition, int member, String cell, String one, String other) {
    BlockGroup group = plan.groups().get(groupPosition);
    String column = group.members().get(member).name();
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < plan.axes().size(); i++) {
      if (!group.dimensions().contains(i)) {
        missing.add(plan.axes().get(i).axis().name());
      }
    }
    return "Cannot write "
        + plan.place()
        + ": column '"
        + column
        + "' does not have the dimension "
        + String.join(", ", missing)
        + ", but rows give it different values along it: "
        + one
        + " and "
        + other
        + " where "
        + cell
        + ". Name all dimensions that it has in option encoding, as {\""
        + column
        + "\":{\"dimensions\":[...]}}, or leave the column out.";
  }
}
