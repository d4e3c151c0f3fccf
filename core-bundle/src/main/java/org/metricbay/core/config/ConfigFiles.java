package org.metricbay.core.config;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.metricbay.core.config.Settling.Change;
import org.metricbay.core.deploy.AgentStatus;
import org.metricbay.core.deploy.ConfigFile;
import org.metricbay.core.deploy.FolderProblem;
import org.metricbay.core.thread.LastingThread;
import org.metricbay.core.trust.TrustedFolders;
import org.osgi.framework.BundleContext;
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
@Component(
    service = {ConfigFiles.class, AgentStatus.class},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ConfigFiles implements AgentStatus {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.config");

  /** What no watcher reports, such as a change on a network file system, is found by looking. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private static final Duration LOOK_SOON = Duration.ofMillis(50);

  private static final Duration VERDICTS = Duration.ofSeconds(1);

  private final LastingAdmin admin;
  private final TrustedFolders trusted;
  private final ConfigFolder folder;
  private final FolderChanges changes;
  private final HandedOver handed;
  private final Settling settling = new Settling();
  private final LastingThread thread = new LastingThread("metricbay-config", this::follow);

  /** Files that say something, until it has been looked whether anyone listens. */
  private final Map<String, Path> unchecked = new TreeMap<>();

  private final List<Runnable> afterLook = new CopyOnWriteArrayList<>();

  /** Created by Declarative Services. */
  @Activate
  public ConfigFiles(
      BundleContext context, @Reference LastingAdmin admin, @Reference TrustedFolders trusted)
      throws IOException {
    this.admin = admin;
    this.trusted = trusted;
    folder = new ConfigFolder(path(context, "metricbay.conf", "conf"), trusted.ofFiles());
    KeptConfigs kept = new KeptConfigs(path(context, "metricbay.data", "data").resolve("config"));
    handed = new HandedOver(context, admin, folder, kept);
    changes = new FolderChanges(folder.path());
    if (trusted.mayConfigure()) {
      Map<String, ConfigFolder.Content> found = folder.read();
      kept.retain(found.keySet());
      settling.begin(found).forEach(this::apply);
    }
    admin.tell(this::tellNewAdmin);
    thread.start(context, "the configuration");
  }

  private static Path path(BundleContext context, String key, String usual) {
    return Path.of(Optional.ofNullable(context.getProperty(key)).orElse(usual)).toAbsolutePath();
  }

  @Deactivate
  void deactivate() throws IOException {
    admin.tell(() -> {});
    thread.close();
    changes.close();
    handed.close();
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

  private synchronized void look() {
    try {
      if (trusted.mayConfigure()) {
        applyAll(settling.look(folder.read(), System.nanoTime()));
      }
      if (!settling.isPending()) {
        afterLook.forEach(Runnable::run);
      }
    } catch (NoSuchElementException e) {
      LOG.debug("{} is followed again when there is a Configuration Admin", folder.path());
    } catch (RuntimeException e) {
      LOG.error("{} cannot be followed; it is tried again", folder.path(), e);
    }
  }

  private synchronized void tellNewAdmin() {
    settling.forgetAll();
    readNow();
  }

  /** What could not be applied, for want of memory, say, counts as not seen yet. */
  private void applyAll(List<Change> changes) {
    for (int i = 0; i < changes.size(); i++) {
      try {
        apply(changes.get(i));
      } catch (RuntimeException | Error e) {
        changes.subList(i, changes.size()).forEach(settling::forget);
        throw e;
      }
    }
  }

  @Override
  public void readConfiguration() {
    readNow();
    handed.awaitVerdicts(VERDICTS);
  }

  private synchronized void readNow() {
    if (trusted.mayConfigure()) {
      try {
        applyAll(settling.takeNow(folder.read()));
      } catch (NoSuchElementException e) {
        // The next look applies the rest; see there.
      }
    }
  }

  private void apply(Change change) {
    if (handed.over(change)) {
      unchecked.put(change.pid(), folder.file(change.pid()));
    } else {
      unchecked.remove(change.pid());
    }
  }

  /** Does something, briefly, each time that all files are dealt with. */
  public void afterLook(Runnable work) {
    afterLook.add(work);
  }

  void afterLookNoMore(Runnable work) {
    afterLook.remove(work);
  }

  /** Keeps what nobody judges: that it can be read is all that is known of it. */
  void keepUnjudged() {
    handed.keepUnjudged();
  }

  /** The files that say something and were not handed out here yet, by configuration. */
  synchronized Map<String, Path> takeUnchecked() {
    Map<String, Path> taken = new TreeMap<>(unchecked);
    unchecked.clear();
    return taken;
  }

  @Override
  public List<ConfigFile> configFiles() {
    return handed.files();
  }

  @Override
  public List<FolderProblem> folderProblems() {
    return trusted.problems();
  }
}
