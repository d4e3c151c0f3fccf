package org.metricbay.core.deploy.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Whose each bundle is: the agent's own, a plugin, what a plugin has installed, or a stranger that
 * somebody has installed by hand. In a framework that is not the agent's, whatever is not from the
 * watched folder is left alone. For use by any thread.
 */
final class Owners {
  /** With what the locations of the launcher's bundles begin. */
  private static final String CONNECTED = "connect:";

  private final BundleContext context;

  /** With what the locations of all our bundles begin. */
  private final String folder;

  private final Children children;
  private final boolean frameworkIsOurs;

  /** By its location, which is known before anyone can see the bundle. */
  private final Set<String> seenTo = ConcurrentHashMap.newKeySet();

  Owners(BundleContext context, String folder) {
    this.context = context;
    this.folder = folder;
    this.frameworkIsOurs = isConnected(context.getBundle());
    this.children = new Children(context, this::isPlugin);
  }

  Children children() {
    return children;
  }

  private static boolean isConnected(Bundle bundle) {
    return bundle.getLocation().startsWith(CONNECTED);
  }

  /** Whether it comes from the watched folder, whoever has installed it. */
  boolean isFromFolder(Bundle bundle) {
    return bundle.getLocation().startsWith(folder);
  }

  /** Whether its code is none that the agent stands for. */
  boolean isPlugin(Bundle bundle) {
    return isFromFolder(bundle) || isGuest(bundle) || children.contains(bundle);
  }

  private boolean isGuest(Bundle bundle) {
    return frameworkIsOurs && bundle.getBundleId() != 0 && !isConnected(bundle);
  }

  /** The reconciler installs a bundle there, or has found one, and sees to it from now on. */
  void seeTo(String location) {
    seenTo.add(location);
  }

  boolean seesTo(Bundle bundle) {
    return seenTo.contains(bundle.getLocation());
  }

  void forget(Bundle gone) {
    seenTo.remove(gone.getLocation());
  }

  Optional<Bundle> bundle(long id) {
    return Optional.ofNullable(context.getBundle(id));
  }

  Optional<Bundle> bundle(String symbolicName) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .findFirst();
  }

  /** What is from the folder, but was not installed by this reconciler. */
  List<Bundle> found() {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> isFromFolder(bundle) && !seenTo.contains(bundle.getLocation()))
        .toList();
  }

  /** Bundles that nothing in the folder stands for. */
  List<Bundle> strangers() {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> isFromFolder(bundle) || isGuest(bundle))
        .filter(bundle -> !seenTo.contains(bundle.getLocation()) && !children.contains(bundle))
        .toList();
  }
}
