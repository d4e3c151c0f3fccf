package org.metricbay.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the agent's process takes, as seen from outside.
 *
 * @param threads threads of the process
 * @param files open files
 * @param classes loaded classes
 * @param metaspaceBytes used by them
 * @param heapBytes objects in the heap that outlived a full collection
 * @param rssBytes memory in RAM
 * @param cacheBytes size of the bundle cache on disk
 */
record Vitals(
    long threads,
    long files,
    long classes,
    long metaspaceBytes,
    long heapBytes,
    long rssBytes,
    long cacheBytes) {

  // Of jcmd's VM.metaspace, which the agent's JVM answers although it keeps no performance data.
  private static final Pattern CLASSES =
      Pattern.compile("Total Usage - \\d+ loaders, (\\d+) classes");
  private static final Pattern USED = Pattern.compile("Both: .*? (\\d+) bytes \\([^)]*\\) used");

  /**
   * Of GC.heap_info. A full collection leaves what is still used in the old generation; what
   * scrapes have made since then is in the young one and says nothing.
   */
  private static final Pattern OLD_GENERATION =
      Pattern.compile("(?i)tenured(?: generation)? +total \\d+K, used (\\d+)K");

  /** Measures after a garbage collection. */
  static Vitals of(AgentProcess agent) throws IOException, InterruptedException {
    collectGarbage(agent);
    long heap = number(jcmd(agent, "GC.heap_info"), OLD_GENERATION) * 1024;
    String metaspace = jcmd(agent, "VM.metaspace", "scale=1");
    Path proc = Path.of("/proc", Long.toString(agent.pid()));
    Map<String, String> status = lines(Files.readString(proc.resolve("status")), ":");
    return new Vitals(
        number(status, "Threads"),
        count(proc.resolve("fd")),
        number(metaspace, CLASSES),
        number(metaspace, USED),
        heap,
        number(status, "VmRSS") * 1024,
        size(agent.data().resolve("cache")));
  }

  static void collectGarbage(AgentProcess agent) throws IOException, InterruptedException {
    jcmd(agent, "GC.run");
  }

  /** Writes what is in its heap, to find out who holds what should be gone. */
  static void dumpHeap(AgentProcess agent, Path file) throws IOException, InterruptedException {
    jcmd(agent, "GC.heap_dump", file.toString());
  }

  private static String jcmd(AgentProcess agent, String... command)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    line.add(Long.toString(agent.pid()));
    line.addAll(List.of(command));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", line) + " failed: " + text);
    }
    return text;
  }

  private static Map<String, String> lines(String text, String separator) {
    Map<String, String> values = new HashMap<>();
    text.lines()
        .map(line -> line.split(separator, 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> values.put(parts[0].strip(), parts[1].strip()));
    return values;
  }

  private static long number(Map<String, String> values, String key) throws IOException {
    String value = values.get(key);
    if (value == null) {
      throw new IOException("there is no " + key + " in " + values.keySet());
    }
    return Long.parseLong(value.replace(" kB", ""));
  }

  private static long number(String text, Pattern pattern) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("there is no " + pattern + " in " + text);
    }
    return Long.parseLong(matcher.group(1));
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static long size(Path folder) throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.isRegularFile(file)) {
          sum += sizeOf(file);
        }
      }
    }
    return sum;
  }

  private static long sizeOf(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
