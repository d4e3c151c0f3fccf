package org.metricbay.core.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.metricbay.core.deploy.Deployer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says of which files nobody takes notice: most likely their names are misspelt. */
@Component(service = {})
public final class UnreadFiles {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.config");

  private final BundleContext context;
  private final ConfigFiles files;
  private final Deployer deployer;
  private final ServiceComponentRuntime components;
  private final Runnable look = this::check;

  /** Created by Declarative Services. */
  @Activate
  public UnreadFiles(
      BundleContext context,
      @Reference ConfigFiles files,
      @Reference Deployer deployer,
      @Reference ServiceComponentRuntime components) {
    this.context = context;
    this.files = files;
    this.deployer = deployer;
    this.components = components;
    files.afterLook(look);
  }

  @Deactivate
  void deactivate() {
    files.afterLookNoMore(look);
  }

  private void check() {
    if (!deployer.isReady()) {
      return;
    }
    files.keepUnjudged();
    Map<String, Path> fresh = files.takeUnchecked();
    if (fresh.isEmpty()) {
      return;
    }
    fresh.keySet().removeAll(componentPids());
    fresh.keySet().removeIf(this::isManaged);
    fresh.values().forEach(file -> LOG.warn("{}: no plugin that runs here reads it", file));
  }

  private Set<String> componentPids() {
    return components.getComponentDescriptionDTOs().stream()
        .flatMap(component -> Arrays.stream(component.configurationPid))
        .collect(Collectors.toSet());
  }

  /** Whether a plugin without Declarative Services gets it. */
  private boolean isManaged(String pid) {
    try {
      ServiceReference<?>[] services =
          context.getAllServiceReferences(
              ManagedService.class.getName(), "(service.pid=" + pid + ")");
      return services != null;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
