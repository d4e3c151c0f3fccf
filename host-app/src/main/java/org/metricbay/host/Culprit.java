package org.metricbay.host;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleReference;
import org.osgi.framework.FrameworkUtil;

/** Finds out which plugin does something, by the thread that does it. */
final class Culprit {
  private Culprit() {}

  /** The plugin whose code has called, if there is one. */
  static Optional<Bundle> onThisStack() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(
            frames ->
                frames
                    .flatMap(
                        frame ->
                            Optional.ofNullable(FrameworkUtil.getBundle(frame.getDeclaringClass()))
                                .stream())
                    .filter(Culprit::isPlugin)
                    .findFirst());
  }

  /** The plugin that the thread, or the one that has started it, works for. */
  static Optional<Bundle> of(Thread thread) {
    return thread.getContextClassLoader() instanceof BundleReference reference
        ? Optional.ofNullable(reference.getBundle()).filter(Culprit::isPlugin)
        : Optional.empty();
  }

  /** The same for a thread whose stack is known; its classes may be a plugin's. */
  static Optional<Bundle> of(Thread thread, StackTraceElement[] stack, BundleContext context) {
    return Arrays.stream(stack)
        .map(frame -> frame.getClassName().replace('.', '/') + ".class")
        .flatMap(name -> pluginWith(name, context).stream())
        .findFirst()
        .or(() -> of(thread));
  }

  private static Optional<Bundle> pluginWith(String entry, BundleContext context) {
    return Stream.of(context.getBundles())
        .filter(Culprit::isPlugin)
        .filter(bundle -> bundle.getEntry(entry) != null)
        .findFirst();
  }

  private static boolean isPlugin(Bundle bundle) {
    return bundle.getBundleId() != 0 && !ConnectedBundles.isOwn(bundle);
  }
}
