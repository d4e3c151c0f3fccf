package org.metricbay.textfile;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.metricbay.text.FileNames;

/** Reads text of a limited length that must be UTF-8. */
final class BoundedText {
  private BoundedText() {}

  /**
   * Reads a whole file.
   *
   * @throws IOException if it cannot be read or is longer
   */
  static String read(Path file, int mostBytes) throws IOException, TextFormatException {
    byte[] bytes;
    try (InputStream in = open(file)) {
      bytes = in.readNBytes(mostBytes + 1);
    }
    if (bytes.length > mostBytes) {
      throw new IOException(
          "is longer than " + mostBytes + " bytes; if that is meant, raise textfile.max-bytes");
    }
    return decode(bytes);
  }

  /** By its bytes, as there may be no text that leads to it; otherwise in the cheaper way. */
  private static InputStream open(Path file) throws IOException {
    return FileNames.arePlain(file)
        ? new FileInputStream(file.toFile())
        : Files.newInputStream(file);
  }

  static String decode(byte[] bytes) throws TextFormatException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new TextFormatException(lineOf(bytes, in.position()), "is not UTF-8");
    }
    return out.flip().toString();
  }

  private static int lineOf(byte[] bytes, int position) {
    int line = 1;
    for (int i = 0; i < position; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }
}
