package org.metricbay.core.config;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.metricbay.core.config.ConfigFolder.Content;
import org.metricbay.core.config.Settling.Change;
import org.metricbay.core.thread.LastingThread;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the configurations of the plugins agree with the files {@code metricbay.NAME.cfg} of a
 * folder. What is there at the start is in force when this is a service; the deployer waits for
 * that, so no plugin is ever tried with other settings than its own.
 */
@Component(service = ConfigFiles.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ConfigFiles {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.config");

  /** Where a configuration says which file it comes from; not offered as a service's property. */
  private static final String FILE = ".metricbay.file";

  /** What no watcher reports, such as a change on a network file system, is found by looking. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private static final Duration LOOK_SOON = Duration.ofMillis(50);

  private final ConfigurationAdmin admin;
  private final ConfigFolder folder;
  private final FolderChanges changes;
  private final Settling settling = new Settling();
  private final LastingThread thread = new LastingThread("metricbay-config", this::follow);

  /** Files that say something, until it has been looked whether anyone listens. */
  private final Map<String, Path> unchecked = new TreeMap<>();

  private volatile Runnable afterLook = () -> {};

  /** Made by Declarative Services. */
  @Activate
  public ConfigFiles(BundleContext context, @Reference ConfigurationAdmin admin) {
    this.admin = admin;
    String path = Optional.ofNullable(context.getProperty("metricbay.conf")).orElse("conf");
    folder = new ConfigFolder(Path.of(path).toAbsolutePath());
    changes = new FolderChanges(folder.path());
    settling.begin(folder.read()).forEach(this::apply);
    thread.start(context, "the configuration");
  }

  @Deactivate
  void deactivate() throws IOException {
    thread.close();
    changes.close();
  }

  private void follow() throws InterruptedException {
    try {
      look();
      if (!settling.isPending()) {
        boolean unused = changes.await(LOOK_EVERY);
      }
      LockSupport.parkNanos(LOOK_SOON.toNanos());
    } catch (ClosedWatchServiceException e) {
      thread.close();
    }
  }

  private void look() {
    try {
      settling.look(folder.read(), System.nanoTime()).forEach(this::applyOrAgain);
      if (!settling.isPending()) {
        afterLook.run();
      }
    } catch (RuntimeException e) {
      LOG.error("{} cannot be followed; it is tried again", folder.path(), e);
    }
  }

  /** What could not be applied for want of memory, say, counts as not seen yet. */
  private void applyOrAgain(Change change) {
    try {
      apply(change);
    } catch (RuntimeException | Error e) {
      settling.forget(change);
      throw e;
    }
  }

  private void apply(Change change) {
    Path file = folder.file(change.pid());
    try {
      Configuration configuration = admin.getConfiguration(change.pid(), "?");
      if (change.content().isEmpty()) {
        configuration.delete();
        note(change.pid(), Optional.empty());
      } else {
        Map<String, String> values = values(change.content().get());
        Map<String, Object> properties = new TreeMap<>(values);
        properties.put(FILE, file.toString());
        configuration.update(FrameworkUtil.asDictionary(properties));
        note(change.pid(), Optional.of(file).filter(it -> !values.isEmpty()));
      }
    } catch (IllegalArgumentException e) {
      LOG.error("{}: {}; the configuration before stays in force", file, e.getMessage());
    } catch (IOException | IllegalStateException e) {
      LOG.error("{}: cannot be handed on: {}", file, e.toString());
    }
  }

  /** Does something, briefly, each time that all files are dealt with. */
  void afterLook(Runnable work) {
    afterLook = work;
  }

  /** The files that say something and were not handed out here yet, by configuration. */
  synchronized Map<String, Path> takeUnchecked() {
    Map<String, Path> taken = new TreeMap<>(unchecked);
    unchecked.clear();
    return taken;
  }

  private static Map<String, String> values(Content content) {
    if (!content.readable()) {
      throw new IllegalArgumentException(content.text());
    }
    return ConfigText.parse(content.text());
  }

  private synchronized void note(String pid, Optional<Path> file) {
    file.ifPresentOrElse(path -> unchecked.put(pid, path), () -> unchecked.remove(pid));
  }
}
