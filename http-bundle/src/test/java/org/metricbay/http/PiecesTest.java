package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.metricbay.api.MetricFamily;

/** A page in pieces is the page in one. */
class PiecesTest {
  private static final int PAGES = 200;
  private static final List<Escaping> ESCAPINGS = List.of(Escaping.values());

  /** Shorter than most labels. */
  private static final int PIECE = 24;

  private static byte[] sent(Body body) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int piece = 0; piece < body.pieces().size(); piece++) {
      body.writeTo(out, piece);
    }
    assertThat(body.length()).isEqualTo(out.size());
    body.release();
    return out.toByteArray();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void arePartsOfThePage(PageFormat format) throws IOException {
    long seed = Long.getLong("metricbay.test.seed", new Random().nextLong());
    Random random = new Random(seed);
    RandomFamilies families = new RandomFamilies(random, true);
    Spares<byte[]> spare = new Spares<>();
    // One for all pages, as some are like those before but for the labels of one sample.
    PageWriter writer = new PageWriter(format);
    try (GzipPacker packer = new GzipPacker(PIECE, PIECE, 0)) {
      for (int i = 0; i < PAGES; i++) {
        List<MetricFamily> page = families.page();
        Escaping escaping = ESCAPINGS.get(random.nextInt(ESCAPINGS.size()));
        PageText whole = new PageText(1);
        new PageWriter(format).write(page, escaping, whole);
        String expected = text(sent(whole.body()));
        String told = "-Dmetricbay.test.seed=" + seed + ", page " + i;

        PageText plain = new PageText(new Pieces(spare, PIECE));
        writer.write(page, escaping, plain);
        assertThat(plain.length()).as(told).isEqualTo(whole.length());
        assertThat(text(sent(plain.body()))).as(told).isEqualTo(expected);

        PageText packed = new PageText(packer.begin());
        writer.write(page, escaping, packed);
        ByteArrayInputStream gzip = new ByteArrayInputStream(sent(packed.body()));
        assertThat(text(new GZIPInputStream(gzip).readAllBytes())).as(told).isEqualTo(expected);
      }
    }
  }

  @Test
  void serveTheNextPage() throws IOException {
    Spares<byte[]> spare = new Spares<>();
    Body first = new PageText(new Pieces(spare, PIECE)).raw("a".repeat(2 * PIECE + 1)).body();
    assertThat(first.pieces()).hasSize(3);
    List<byte[]> arrays = first.pieces().stream().map(Piece::bytes).toList();
    assertThat(sent(first)).containsOnly('a');
    Body next = new PageText(new Pieces(spare, PIECE)).raw("b".repeat(PIECE + 1)).body();
    assertThat(next.pieces()).extracting(Piece::bytes).isSubsetOf(arrays);
    assertThat(sent(next)).containsOnly('b').hasSize(PIECE + 1);
  }
}
