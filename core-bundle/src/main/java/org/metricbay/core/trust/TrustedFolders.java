package org.metricbay.core.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metricbay.core.deploy.FolderProblem;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says before each look at the watched folder or the configuration whether others could have put
 * there what is found: then nothing new is taken until that is mended. For use by any thread.
 */
@Component(service = TrustedFolders.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class TrustedFolders {
  private static final Logger LOG = LoggerFactory.getLogger("metricbay.trust");

  private final FolderTrust trust = FolderTrust.ofThisProcess();
  private final boolean sharedAllowed;
  private final Path deploy;
  private final Path conf;
  private final Path data;

  /** What was told last of each, so that it is not repeated. */
  private final Map<Path, String> told = new HashMap<>();

  /** Created by Declarative Services. */
  @Activate
  public TrustedFolders(BundleContext context) {
    sharedAllowed = Boolean.parseBoolean(context.getProperty("metricbay.allow-shared-deploy"));
    deploy = folder(context, "metricbay.deploy", "bundles-deploy");
    conf = folder(context, "metricbay.conf", "conf");
    data = folder(context, "metricbay.data", "data");
  }

  private static Path folder(BundleContext context, String key, String usual) {
    return Path.of(Optional.ofNullable(context.getProperty(key)).orElse(usual)).toAbsolutePath();
  }

  /** Who may change the files in the folders; empty if anyone. */
  public Optional<FolderTrust> ofFiles() {
    return sharedAllowed ? Optional.empty() : Optional.of(trust);
  }

  /** Whether plugins may be taken from the watched folder and the kept ones. */
  public boolean mayDeploy() {
    return areTrusted(List.of(deploy, data));
  }

  /** Whether configurations may be taken. */
  public boolean mayConfigure() {
    return areTrusted(List.of(conf, data));
  }

  /** Why nothing new is taken at this moment. */
  public List<FolderProblem> problems() {
    List<FolderProblem> problems = new ArrayList<>();
    for (Path folder : List.of(deploy, conf, data)) {
      objection(folder)
          .ifPresent(reason -> problems.add(new FolderProblem(folder.toString(), reason)));
    }
    return problems;
  }

  /** Looks at all, so that all are told. */
  private boolean areTrusted(List<Path> folders) {
    boolean trusted = true;
    for (Path folder : folders) {
      Optional<String> objection = objection(folder);
      tell(folder, objection);
      trusted &= objection.isEmpty();
    }
    return trusted;
  }

  private Optional<String> objection(Path folder) {
    try {
      return sharedAllowed || !Files.exists(folder) ? Optional.empty() : trust.objection(folder);
    } catch (IOException e) {
      // It went at this moment, or cannot be listed either: others tell.
      return Optional.empty();
    }
  }

  private synchronized void tell(Path folder, Optional<String> objection) {
    if (objection.isPresent() && !objection.get().equals(told.put(folder, objection.get()))) {
      LOG.error("{}; until that is mended nothing new is taken from {}", objection.get(), folder);
    } else if (objection.isEmpty() && told.remove(folder) != null) {
      LOG.info("{} is safe from others again; what is new in it is taken", folder);
    }
  }
}
