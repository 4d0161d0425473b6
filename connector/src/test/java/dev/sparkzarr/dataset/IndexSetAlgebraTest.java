package dev.sparkzarr.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class IndexSetAlgebraTest {
  private static final int LENGTH = 24;

  private static IndexSet setOf(BitSet bits) {
    IndexSet.Builder builder = new IndexSet.Builder();
    bits.stream().forEach(bit -> builder.add(bit, bit + 1));
    return builder.build();
  }

  private static BitSet bitsOf(Set<Integer> indexes) {
    BitSet bits = new BitSet();
    indexes.forEach(bits::set);
    return bits;
  }

  @Property
  void agreesWithBitSets(
      @ForAll @Size(max = LENGTH) Set<@IntRange(max = LENGTH - 1) Integer> left,
      @ForAll @Size(max = LENGTH) Set<@IntRange(max = LENGTH - 1) Integer> right) {
    BitSet union = bitsOf(left);
    union.or(bitsOf(right));
    BitSet both = bitsOf(left);
    both.and(bitsOf(right));
    BitSet others = bitsOf(left);
    others.flip(0, LENGTH);
    IndexSet first = setOf(bitsOf(left));
    IndexSet second = setOf(bitsOf(right));
    assertThat(first.union(second)).isEqualTo(setOf(union));
    assertThat(first.intersect(second)).isEqualTo(setOf(both));
    assertThat(first.complement(LENGTH)).isEqualTo(setOf(others));
    assertThat(LongStream.range(0, first.size()).map(first::at))
        .containsExactlyElementsOf(left.stream().sorted().map(Long::valueOf).toList());
  }
}
