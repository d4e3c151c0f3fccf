package org.metricbay.http.webconfig;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.metricbay.api.MetricPlugin;
import org.metricbay.core.thread.LastingThread;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web configuration in force; without a file one that changes nothing. */
@Component(service = WebConfiguration.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class WebConfiguration {
  private static final String FILE = "metricbay.http.web-config";
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final WebConfig NONE =
      new WebConfig(Optional.empty(), true, Map.of(), Map.of(), Optional.empty(), List.of());

  private final Logger log = LoggerFactory.getLogger(WebConfiguration.class);
  private final Optional<Path> file;
  private final @Nullable LiveWebConfig live;
  private final LastingThread clock = new LastingThread("metricbay-web-config", this::look);
  private final @Nullable ServiceRegistration<MetricPlugin> metrics;

  /** Reads the file, and from now on follows it. */
  @Activate
  public WebConfiguration(BundleContext context) throws WebConfigException {
    file = Optional.ofNullable(context.getProperty(FILE)).map(Path::of);
    if (file.isEmpty()) {
      live = null;
      metrics = null;
      return;
    }
    live = new LiveWebConfig(new WebConfigFile(file.get()));
    clock.start(context, "the web configuration");
    metrics =
        context.registerService(
            MetricPlugin.class,
            new WebConfigCollector(this),
            FrameworkUtil.asDictionary(WebConfigCollector.PROPERTIES));
  }

  private void look() {
    LockSupport.parkNanos(LOOK_NANOS);
    try {
      if (live != null) {
        boolean unused = live.refresh();
      }
    } catch (RuntimeException | Error e) {
      log.error("the web configuration cannot be looked at: {}", Shown.line(e.toString()));
    }
  }

  @Deactivate
  void stop() {
    clock.close();
    if (metrics != null) {
      metrics.unregister();
    }
  }

  /** What is in force now. */
  public WebConfig current() {
    return live == null ? NONE : live.current();
  }

  /** Where it is from, if there is a file. */
  public Optional<Path> file() {
    return file;
  }

  /** One line about a file that cannot be used, while it is so; what was in force before stays. */
  public Optional<String> problem() {
    return live == null ? Optional.empty() : live.problem();
  }
}
