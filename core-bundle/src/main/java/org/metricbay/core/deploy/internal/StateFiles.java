package org.metricbay.core.deploy.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.metricbay.core.trust.FolderTrust;
import org.metricbay.core.trust.PrivateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states that plugins want to have carried, a file for each symbolic name, written by a rename
 * and for the agent's user only. A file that cannot be read counts as none. For use by any thread.
 */
final class StateFiles {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.deploy");
  private static final int MAGIC = 0x4d425301; // "MBS", and the form
  private static final int MOST_BYTES = 2 << 20;

  /** As many as a bundle may have carriers. */
  static final int MOST_STATES = 16;

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,150}");
  private static final String END = ".state";

  /** A JAR that is deleted and comes back within that time goes on where it was. */
  private static final Duration KEPT = Duration.ofDays(7);

  private final Path folder;
  private final FolderTrust trust = FolderTrust.ofThisProcess();
  private final Map<String, String> written = new HashMap<>();
  private boolean failed;

  StateFiles(Path folder) {
    this.folder = folder;
  }

  /** The states by the carriers' names; none if there are none that can be read. */
  synchronized Map<String, byte[]> read(String symbolicName) {
    Path file = file(symbolicName);
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new IOException("it is larger than " + MOST_BYTES + " bytes");
      }
      Optional<String> objection = trust.objectionToFile(file);
      if (objection.isPresent()) {
        throw new IOException(objection.get());
      }
      byte[] bytes = Files.readAllBytes(file);
      Map<String, byte[]> states = parse(symbolicName, bytes);
      written.put(symbolicName, JarReader.digest(bytes));
      return states;
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException e) {
      LOG.warn(
          "the state of {} cannot be read from {}: {}; it starts anew",
          BadJarException.shown(symbolicName),
          BadJarException.shown(file.toString()),
          BadJarException.shown(String.valueOf(e.getMessage())));
      return Map.of();
    }
  }

  private static Map<String, byte[]> parse(String symbolicName, byte[] bytes) throws IOException {
    int end = bytes.length - Long.BYTES;
    if (end < 0 || ByteBuffer.wrap(bytes).getLong(end) != sum(bytes, end)) {
      throw new IOException("it is damaged");
    }
    ByteArrayInputStream left = new ByteArrayInputStream(bytes, 0, end);
    DataInputStream in = new DataInputStream(left);
    if (in.readInt() != MAGIC) {
      throw new IOException("it has the form of another version of the agent");
    }
    if (!text(in, left).equals(symbolicName)) {
      throw new IOException("it is another plugin's");
    }
    Map<String, byte[]> states = new LinkedHashMap<>();
    int count = in.readInt();
    if (count < 0 || count > MOST_STATES) {
      throw new IOException("it has " + count + " states");
    }
    for (int i = 0; i < count; i++) {
      states.put(text(in, left), block(in, left));
    }
    return states;
  }

  private static String text(DataInputStream in, ByteArrayInputStream left) throws IOException {
    return new String(block(in, left), StandardCharsets.UTF_8);
  }

  private static byte[] block(DataInputStream in, ByteArrayInputStream left) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > left.available()) {
      throw new IOException("it is damaged");
    }
    return in.readNBytes(length);
  }

  private static long sum(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    return sum.getValue();
  }

  private static byte[] bytes(String symbolicName, Map<String, byte[]> states) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    write(symbolicName.getBytes(StandardCharsets.UTF_8), out);
    out.writeInt(states.size());
    for (Map.Entry<String, byte[]> state : states.entrySet()) {
      write(state.getKey().getBytes(StandardCharsets.UTF_8), out);
      write(state.getValue(), out);
    }
    byte[] soFar = bytes.toByteArray();
    out.writeLong(sum(soFar, soFar.length));
    return bytes.toByteArray();
  }

  private static void write(byte[] block, DataOutputStream out) throws IOException {
    out.writeInt(block.length);
    out.write(block);
  }

  /** Keeps these, unless they are there already; returns whether they are there now. */
  synchronized boolean write(String symbolicName, Map<String, byte[]> states) {
    try {
      byte[] bytes = bytes(symbolicName, states);
      String digest = JarReader.digest(bytes);
      Path file = file(symbolicName);
      if (digest.equals(written.get(symbolicName)) && Files.exists(file)) {
        return true;
      }
      boolean first = !written.containsKey(symbolicName);
      PrivateFile.write(file, bytes);
      written.put(symbolicName, digest);
      if (first) {
        deleteOld();
      }
      failed = false;
      return true;
    } catch (IOException e) {
      tell(e);
      return false;
    }
  }

  /** Deletes those of plugins that have not run for long. */
  private void deleteOld() throws IOException {
    Set<Path> inUse = written.keySet().stream().map(this::file).collect(Collectors.toSet());
    Instant oldest = Instant.now().minus(KEPT);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + END)) {
      for (Path file : all) {
        if (!inUse.contains(file) && Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private void tell(IOException problem) {
    if (!failed) {
      LOG.warn(
          "what plugins have counted cannot be kept in {}: {}; after a restart they start anew",
          BadJarException.shown(folder.toString()),
          BadJarException.shown(problem.toString()));
    }
    failed = true;
  }

  /** Names that are none on some file system have that of their digest. */
  private Path file(String symbolicName) {
    String name =
        PLAIN.matcher(symbolicName).matches()
            ? symbolicName
            : JarReader.digest(symbolicName.getBytes(StandardCharsets.UTF_8));
    return folder.resolve(name + END);
  }
}
