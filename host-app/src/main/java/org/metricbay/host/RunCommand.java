package org.metricbay.host;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metricbay.core.config.ConfigFiles;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code metricbay run}: serves until the process is told to end. */
final class RunCommand {
  private final Options options;
  private final PrintStream out;

  RunCommand(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** What to do while the agent serves, after which it ends. */
  @FunctionalInterface
  interface Use {
    void of(Agent agent, String url) throws IOException, InterruptedException;
  }

  int run() throws UserException, InterruptedException, IOException {
    return run(Optional.empty());
  }

  int run(Use use) throws UserException, InterruptedException, IOException {
    return run(Optional.of(use));
  }

  private int run(Optional<Use> use) throws UserException, InterruptedException, IOException {
    StartFailure.checkModules();
    Preflight preflight = new Preflight(options);
    preflight.checkFolders();
    preflight.checkWebConfig();
    List<String> warnings = preflight.checkPort();
    try (FileLock lock = preflight.lockData()) {
      Logging logging = Logging.start(options.logLevel(), out);
      logging.toFile(options.folder(Option.DATA));
      Logger log = LoggerFactory.getLogger("metricbay");
      options.warnings().forEach(log::warn);
      warnings.forEach(log::warn);
      Path data = options.folder(Option.DATA);
      LastEnd lastEnd = new LastEnd(data);
      EndRecord next = lastEnd.readAndBegin();
      Ending ending = new Ending(logging, lastEnd);
      ending.prepare();
      Agent agent = begin();
      Vigil vigil = new Vigil(agent, logging, data, lastEnd, next);
      // What is used in between ends by itself, and may take its time.
      ending.began(agent, Optional.of(vigil).filter(watching -> use.isEmpty()));
      vigil.prepare();
      if (use.isEmpty()) {
        vigil.begin(System.getenv().values());
      }
      String url = vigil.during(() -> startBundles(agent));
      tellWhere(url, log, logging);
      agent.service(ConfigFiles.class).afterLook(options.ownFile()::look);
      vigil.serves();
      if (use.isEmpty()) {
        return vigil.awaitEnd();
      }
      use.get().of(agent, url);
      return lock.isValid() ? 0 : 1;
    }
  }

  private void tellWhere(String url, Logger log, Logging logging) throws UserException {
    String serving = "serving " + url + "metrics, watching " + options.folder(Option.DEPLOY);
    if (log.isInfoEnabled() || !isPortUnknown()) {
      log.info(serving);
    } else {
      // Nobody could know it.
      logging.always(serving);
    }
  }

  /** Whether a port is one that was free. */
  private boolean isPortUnknown() throws UserException {
    return options.listen().stream().anyMatch(address -> address.port() == 0);
  }

  private Agent begin() throws UserException {
    boolean shell = !options.is(Option.NO_CONSOLE) && Boolean.getBoolean("metricbay.terminal");
    try {
      return Agent.begin(Agent.libraries(), properties(), true, shell);
    } catch (BundleException | IllegalStateException | UncheckedIOException e) {
      throw StartFailure.of(e, options.folder(Option.DATA));
    }
  }

  /** Returns where HTTP is served. */
  private String startBundles(Agent agent) throws UserException {
    try {
      agent.startBundles();
    } catch (BundleException | IllegalStateException | UncheckedIOException e) {
      throw StartFailure.of(e, options.folder(Option.DATA));
    }
    return agent
        .endpoint()
        .orElseThrow(() -> new UserException("the web server did not start; the log says why"));
  }

  private Map<String, String> properties() throws UserException {
    Map<String, String> properties = options.frameworkProperties();
    Path deploy = options.folder(Option.DEPLOY);
    properties.put("felix.fileinstall.dir", deploy.toString());
    properties.putAll(options.httpProperties());
    return properties;
  }
}
