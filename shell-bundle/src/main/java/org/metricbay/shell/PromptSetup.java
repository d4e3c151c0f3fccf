package org.metricbay.shell;

import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.apache.felix.service.command.Function;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.CollectorStatus;
import org.metricbay.core.deploy.Deployer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Teaches each interactive session to complete plugin names and to stop the agent by Ctrl-C. Gogo
 * does not say when a session begins, but a session runs its profile before it first prompts: so
 * the first command that a session executes is the moment.
 */
@Component(service = CommandSessionListener.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class PromptSetup implements CommandSessionListener {
  /** Where gogo.jline keeps the session's line reader; there is none in a script. */
  private static final String READER = ".reader";

  private static final String NAMES = "__metric_names";
  private static final String PLUGINS = "__metric_plugins";
  private static final String ALL = "__metric_all";

  private static final String COMPLETIONS =
      """
      gogo:complete -c metric:list -d 'List the plugins'
      gogo:complete -c metric:reload -d 'Look at the deploy folder now'
      gogo:complete -c metric:show -d 'Show the metrics of a plugin'
      gogo:complete -c metric:show -a '__metric_names'
      gogo:complete -c metric:restart -d 'Run the bundle of a plugin anew'
      gogo:complete -c metric:restart -a '__metric_all'
      gogo:complete -c felix:start -a '__metric_plugins'
      gogo:complete -c felix:stop -a '__metric_plugins'
      gogo:complete -c felix:update -a '__metric_plugins'
      gogo:complete -c felix:refresh -a '__metric_plugins'
      """;

  private final Logger log = LoggerFactory.getLogger(PromptSetup.class);
  private final BundleContext context;
  private final CollectionEngine engine;
  private final Deployer deployer;

  /** Takes those who know the names. */
  @Activate
  public PromptSetup(
      BundleContext context, @Reference CollectionEngine engine, @Reference Deployer deployer) {
    this.context = context;
    this.engine = engine;
    this.deployer = deployer;
  }

  @Override
  public void beforeExecute(CommandSession session, CharSequence command) {
    Object reader = session.get(READER);
    if (reader == null || session.get(NAMES) != null) {
      return;
    }
    // Set first: the commands below come through here too.
    Function names = (unused, arguments) -> collectors().toList();
    Function plugins = (unused, arguments) -> plugins().toList();
    Function all = (unused, arguments) -> Stream.concat(collectors(), plugins()).toList();
    session.put(NAMES, names);
    session.put(PLUGINS, plugins);
    session.put(ALL, all);
    StopByCtrlC.install(reader, this::stopAgent);
    try {
      session.execute(COMPLETIONS);
    } catch (Exception e) {
      log.warn("the shell does not complete plugin names: {}", e.toString());
    }
  }

  private Stream<String> collectors() {
    return engine.collectors().stream().map(CollectorStatus::name);
  }

  /** What a plugin in the folder may be called: by its file, its symbolic name or its number. */
  private Stream<String> plugins() {
    return deployer.files().stream()
        .flatMap(
            file ->
                Stream.concat(
                    Stream.of(file.file()),
                    Stream.concat(
                        file.symbolicName().stream(),
                        file.bundleId().stream().mapToObj(Long::toString))));
  }

  private void stopAgent() {
    try {
      context.getBundle(0).stop();
    } catch (BundleException | IllegalStateException e) {
      log.error("the agent cannot be stopped from the shell: {}", e.toString());
    }
  }

  @Override
  public void afterExecute(CommandSession session, CharSequence command, Exception exception) {}

  @Override
  public void afterExecute(CommandSession session, CharSequence command, @Nullable Object result) {}
}
