package org.metricbay.http.webconfig;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the files of one configuration, and records the state of each. */
final class Sources {
  private static final int LIMIT = 1 << 20;

  private final Map<Path, FileState> states = new LinkedHashMap<>();

  /**
   * A file as it was read.
   *
   * @param stamp taken before, so that a later change gives another one
   * @param content a digest, or why there is none
   * @param blank that there is nothing to see in it
   */
  record FileState(FileStamp stamp, String content, boolean blank) {}

  /** Why a file could not be read, in words that follow its name. */
  static final class UnreadableException extends Exception {
    UnreadableException(String reason) {
      super(reason);
    }
  }

  /** Every file that was asked for so far, read or not. */
  Map<Path, FileState> states() {
    return Map.copyOf(states);
  }

  boolean isBlank(Path file) {
    FileState state = states.get(file);
    return state != null && state.blank();
  }

  String read(Path file) throws UnreadableException {
    FileStamp stamp = FileStamp.of(file);
    try {
      byte[] bytes = bytes(file);
      boolean blank = new String(bytes, StandardCharsets.UTF_8).isBlank();
      states.put(file, new FileState(stamp, digest(bytes), blank));
      return text(bytes);
    } catch (UnreadableException e) {
      states.putIfAbsent(file, new FileState(stamp, String.valueOf(e.getMessage()), false));
      throw e;
    }
  }

  private static byte[] bytes(Path file) throws UnreadableException {
    try {
      // A pipe would keep the reader waiting.
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new UnreadableException("is not a regular file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(LIMIT + 1);
        if (bytes.length > LIMIT) {
          throw new UnreadableException("is larger than 1 MiB");
        }
        return bytes;
      }
    } catch (NoSuchFileException e) {
      throw new UnreadableException("does not exist");
    } catch (AccessDeniedException e) {
      throw new UnreadableException("may not be read by the user that the agent runs as");
    } catch (IOException e) {
      throw new UnreadableException("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static String text(byte[] bytes) throws UnreadableException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UnreadableException("is not UTF-8 text");
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
