package org.metricbay.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class GzipPackerTest {
  private static byte[] unpacked(byte[] packed) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
  }

  @Test
  void packsWhatCanBeUnpackedAgainAndAgain() throws IOException {
    try (GzipPacker packer = new GzipPacker()) {
      for (int size : new int[] {0, 1, 100, 8192, 300_000}) {
        byte[] plain = new byte[size];
        new Random(size).nextBytes(plain);
        assertThat(unpacked(packed(packer, plain, size))).isEqualTo(plain);
      }
      byte[] page = "node_load1 0.21\n".repeat(5000).getBytes(StandardCharsets.UTF_8);
      assertThat(packed(packer, page, page.length)).hasSizeLessThan(page.length / 50);
    }
  }

  @Test
  void packsForManyAtOnce() throws IOException {
    try (GzipPacker packer = new GzipPacker()) {
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
    Body packed = packer.pack(new Body(plain, length, () -> {}));
    byte[] copy = Arrays.copyOf(packed.bytes(), packed.length());
    packed.release();
    return copy;
  }
}
