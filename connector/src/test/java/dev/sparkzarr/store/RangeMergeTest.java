package dev.sparkzarr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkzarr.store.ByteRange.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class RangeMergeTest {
  @Example
  void neighboursUpToTheGapAreOneRange() {
    List<Slice> slices = List.of(new Slice(30, 5), new Slice(0, 10), new Slice(20, 5));
    assertThat(new RangeMerge(10, 100).merged(slices)).containsExactly(new Slice(0, 35));
    assertThat(new RangeMerge(9, 100).merged(slices))
        .containsExactly(new Slice(0, 10), new Slice(20, 15));
    assertThat(new RangeMerge(10, 25).merged(slices))
        .containsExactly(new Slice(0, 25), new Slice(30, 5));
    assertThat(new RangeMerge(0, 0).merged(slices))
        .containsExactly(new Slice(0, 10), new Slice(20, 5), new Slice(30, 5));
  }

  @Example
  void aNegativeNumberIsRefused() {
    assertThatThrownBy(() -> new RangeMerge(-1, 5)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> new RangeMerge(1, -5)).isInstanceOf(StoreException.class);
  }

  @Property
  void everySliceGetsItsBytesWithinTheBounds(
      @ForAll("slices") List<Slice> slices,
      @ForAll @IntRange(max = 300) int gap,
      @ForAll @IntRange(max = 600) int length) {
    RangeMerge merge = new RangeMerge(gap, length);
    List<Slice> asked = new ArrayList<>();
    List<ByteBuffer> found =
        merge
            .read(
                slices,
                range -> {
                  asked.add(range);
                  byte[] bytes = new byte[(int) range.length()];
                  for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) ((range.offset() + i) * 31);
                  }
                  return Optional.of(ByteBuffer.wrap(bytes));
                })
            .orElseThrow();
    assertThat(found).hasSameSizeAs(slices);
    for (int i = 0; i < slices.size(); i++) {
      assertThat(found.get(i).remaining()).isEqualTo((int) slices.get(i).length());
      for (int j = 0; j < found.get(i).remaining(); j++) {
        assertThat(found.get(i).get(j)).isEqualTo((byte) ((slices.get(i).offset() + j) * 31));
      }
    }
    assertThat(asked).isEqualTo(merge.merged(slices));
    for (Slice range : asked) {
      assertThat(range.length() <= length || slices.contains(range)).isTrue();
    }
    assertThat(asked).isSortedAccordingTo((a, b) -> Long.compare(a.offset(), b.offset()));
  }

  @Property
  void anAbsentValueIsAbsent(@ForAll("slices") List<Slice> slices) {
    assertThat(RangeMerge.DEFAULT.read(slices, range -> Optional.empty()).isEmpty())
        .isEqualTo(!slices.isEmpty());
  }

  @Provide
  Arbitrary<List<Slice>> slices() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 2000), Arbitraries.integers().between(0, 200))
        .as((offset, length) -> new Slice(offset, length))
        .list()
        .ofMaxSize(12);
  }
}
