package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class GzipPackerTest {
  private static final int BUFFER = 1000;

  private static GzipPacker packer() {
    return new GzipPacker(BUFFER, 300, 0);
  }

  private static byte[] unpacked(byte[] packed) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
  }

  @Test
  void packsWhatCanBeUnpackedAgainAndAgain() throws IOException {
    try (GzipPacker packer = packer()) {
      // What cannot be packed ends once at each place of a piece.
      for (int size : IntStream.concat(IntStream.range(0, 700), IntStream.of(300_000)).toArray()) {
        byte[] plain = new byte[size];
        new Random(size).nextBytes(plain);
        assertThat(unpacked(packed(packer, plain, size))).as("%s bytes", size).isEqualTo(plain);
      }
      byte[] page = "node_load1 0.21\n".repeat(5000).getBytes(StandardCharsets.UTF_8);
      assertThat(packed(packer, page, page.length)).hasSizeLessThan(page.length / 50);
    }
  }

  @Test
  void packsForManyAtOnce() throws IOException {
    try (GzipPacker packer = packer()) {
      Stream<CompletableFuture<byte[]>> packed =
          IntStream.range(1, 50)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> packed(packer, new byte[50_000], i * 1000)));
      for (CompletableFuture<byte[]> one : packed.toList()) {
        assertThat(unpacked(one.join())).containsOnly(0).hasSizeLessThan(50_000);
      }
    }
  }

  private static byte[] packed(GzipPacker packer, byte[] plain, int length) {
    PageText text = new PageText(packer.begin());
    Body packed = text.raw(plain, 0, length).body();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      for (int piece = 0; piece < packed.pieces().size(); piece++) {
        packed.writeTo(out, piece);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(packed.length()).isEqualTo(out.size());
    packed.release();
    return out.toByteArray();
  }
}
