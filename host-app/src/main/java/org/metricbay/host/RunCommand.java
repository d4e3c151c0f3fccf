package org.metricbay.host;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  int run() throws UserException, BundleException, InterruptedException, IOException {
    return run(Optional.empty());
  }

  int run(Use use) throws UserException, BundleException, InterruptedException, IOException {
    return run(Optional.of(use));
  }

  private int run(Optional<Use> use)
      throws UserException, BundleException, InterruptedException, IOException {
    Preflight preflight = new Preflight(options);
    preflight.checkFolders();
    preflight.checkWebConfig();
    List<String> warnings = preflight.checkPort();
    try (FileLock lock = preflight.lockData()) {
      Logging logging = Logging.start(options.logLevel(), out);
      logging.toFile(options.folder(Option.DATA));
      Logger log = LoggerFactory.getLogger("metricbay");
      options.unusedPlace().ifPresent(log::warn);
      warnings.forEach(log::warn);
      boolean shell = !options.is(Option.NO_CONSOLE) && Boolean.getBoolean("metricbay.terminal");
      Path data = options.folder(Option.DATA);
      LastEnd lastEnd = new LastEnd(data);
      EndRecord next = lastEnd.readAndBegin();
      Agent agent = Agent.start(Agent.libraries(), properties(), true, shell);
      Vigil vigil = new Vigil(agent, logging, data, lastEnd, next);
      // What is used in between ends by itself, and may take its time.
      Runnable end = use.isEmpty() ? vigil::end : () -> stop(agent, logging);
      Thread atExit = new Thread(end, "metricbay-stop");
      Runtime.getRuntime().addShutdownHook(atExit);
      String url =
          agent
              .endpoint()
              .orElseThrow(
                  () -> new UserException("the web server did not start; the log says why"));
      log.info("serving {}metrics, watching {}", url, options.folder(Option.DEPLOY));
      vigil.prepare();
      if (use.isEmpty()) {
        vigil.begin(System.getenv().values());
        return vigil.awaitEnd();
      }
      use.get().of(agent, url);
      return lock.isValid() ? 0 : 1;
    }
  }

  private static void stop(Agent agent, Logging logging) {
    agent.close();
    logging.close();
  }

  private Map<String, String> properties() throws UserException {
    Map<String, String> properties = options.frameworkProperties();
    Path deploy = options.folder(Option.DEPLOY);
    properties.put("felix.fileinstall.dir", deploy.toString());
    properties.putAll(options.httpProperties());
    return properties;
  }
}
