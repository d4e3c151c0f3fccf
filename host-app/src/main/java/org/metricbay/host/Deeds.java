package org.metricbay.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import org.metricbay.core.collect.Origin;
import org.metricbay.core.collect.Shipped;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what plugins have done to the agent. Such a plugin is left out: at once if the agent
 * survives, otherwise by the next process.
 */
final class Deeds {
  private final Logger log = LoggerFactory.getLogger("metricbay");
  private final Path leftOut;
  private final Shipped shipped;
  private final EndRecord next;
  private final Consumer<String> last;
  private volatile Optional<String> lastWords = Optional.empty();

  /**
   * Nothing has been done yet. What is shipped is never left out.
   *
   * @param last takes the log's last line
   */
  Deeds(Path data, EndRecord next, Shipped shipped, Consumer<String> last) {
    this.last = last;
    this.shipped = shipped;
    this.leftOut = data.resolve(LastEnd.LEFT_OUT);
    this.next = next;
  }

  static String nameOf(Bundle plugin) {
    String label = plugin.getSymbolicName() + " " + plugin.getVersion();
    return Origin.of(plugin).map(origin -> label + " (" + origin.file() + ")").orElse(label);
  }

  /** The agent goes on, without the plugin. */
  void leaveOutNow(Bundle plugin, String did) {
    Optional<Origin> origin = Origin.of(plugin);
    if (origin.isPresent() && !shipped.contains(plugin)) {
      try {
        Files.writeString(
            leftOut,
            LastEnd.line(origin.get().digest(), "it " + did),
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        log.error("cannot note that {} is left out: {}", nameOf(plugin), e.toString());
      }
    }
  }

  /** The process is about to end because of it, unless it is already because of another. */
  synchronized void ended(Optional<Bundle> plugin, String did) {
    if (lastWords.isPresent()) {
      return;
    }
    String reason = plugin.map(bundle -> nameOf(bundle) + " ").orElse("somebody ") + did;
    String words = "ended with status " + Watchdog.STATUS + ": " + reason;
    lastWords = Optional.of(words);
    last.accept(words);
    HeapFreeText text = new HeapFreeText(4096);
    text.put(LastEnd.AT).put(System.currentTimeMillis() / 1000).put("\n");
    text.put(LastEnd.REASON).put(reason.getBytes(StandardCharsets.UTF_8)).put("\n");
    plugin
        .filter(bundle -> !shipped.contains(bundle))
        .flatMap(Origin::of)
        .ifPresent(
            origin ->
                text.put(LastEnd.CULPRIT)
                    .put(origin.digest())
                    .put(" ")
                    .put(origin.file().getBytes(StandardCharsets.UTF_8))
                    .put("\n"));
    next.write(text, text.length());
  }

  /** Why the process ends, if it ends because of a plugin. */
  Optional<String> lastWords() {
    return lastWords;
  }
}
