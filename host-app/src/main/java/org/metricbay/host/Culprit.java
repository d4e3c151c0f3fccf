package org.metricbay.host;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleReference;

/** Finds out which plugin does something, by the thread that does it. */
final class Culprit {
  private Culprit() {}

  /** The plugin that the thread, or the one that has started it, works for. */
  static Optional<Bundle> of(Thread thread) {
    return thread.getContextClassLoader() instanceof BundleReference reference
        ? Optional.ofNullable(reference.getBundle()).filter(Culprit::isPlugin)
        : Optional.empty();
  }

  /**
   * The same for a thread whose stack is known: the plugin whose class it is in. Where more than
   * one has a class of that name, it is the one that the thread works for, or another frame tells.
   */
  static Optional<Bundle> of(Thread thread, StackTraceElement[] stack, BundleContext context) {
    Optional<Bundle> own = of(thread);
    for (StackTraceElement frame : stack) {
      List<Bundle> having = pluginsWith(frame.getClassName(), context);
      if (own.filter(having::contains).isPresent()) {
        return own;
      }
      if (having.size() == 1) {
        return Optional.of(having.get(0));
      }
    }
    return own;
  }

  private static List<Bundle> pluginsWith(String className, BundleContext context) {
    String entry = className.replace('.', '/') + ".class";
    return Arrays.stream(context.getBundles())
        .filter(Culprit::isPlugin)
        .filter(bundle -> bundle.getEntry(entry) != null)
        .toList();
  }

  private static boolean isPlugin(Bundle bundle) {
    return bundle.getBundleId() != 0 && !ConnectedBundles.isOwn(bundle);
  }
}
