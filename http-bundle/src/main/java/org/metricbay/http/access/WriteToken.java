package org.metricbay.http.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The secret that lets others write. It lies in a file that only the agent's user may read, and
 * stays the same from run to run.
 *
 * @param file where it lies
 * @param text the secret
 */
record WriteToken(Path file, String text) {
  /** What a header can carry, and is too long to guess. */
  private static final Pattern USABLE = Pattern.compile("[0-9A-Za-z._~+/=-]{32,}");

  /** Reads the token in a folder, or makes one. */
  static WriteToken in(Path folder) throws IOException {
    Path file = folder.resolve("token");
    try {
      String text = Files.readString(file).strip();
      if (USABLE.matcher(text).matches()) {
        return new WriteToken(file, text);
      }
    } catch (NoSuchFileException e) {
      Files.createDirectories(folder);
    }
    return create(file);
  }

  private static WriteToken create(Path file) throws IOException {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    String text = HexFormat.of().formatHex(secret);
    Path fresh = file.resolveSibling("token." + ProcessHandle.current().pid() + ".tmp");
    Files.deleteIfExists(fresh);
    // The mode is given to the call that makes the file: there is no moment in which others may
    // read it. The rename makes it appear whole.
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel channel = Files.newByteChannel(fresh, options, ownerOnly(fresh))) {
      channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.US_ASCII)));
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new WriteToken(file, text);
  }

  /** Mode 0600; nothing on Windows, where the folder's rights are inherited. */
  private static FileAttribute<?>[] ownerOnly(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Compares in a time that does not tell how much of it was right. */
  boolean matches(String other) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** Keeps the secret out of logs. */
  @Override
  public String toString() {
    return "token in " + file;
  }
}
