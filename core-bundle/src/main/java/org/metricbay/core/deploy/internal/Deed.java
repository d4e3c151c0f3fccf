package org.metricbay.core.deploy.internal;

import java.lang.StackWalker.StackFrame;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleReference;

/**
 * What is being done to a bundle, and by whom, as the stack tells that a synchronous bundle
 * listener is called on. The framework stops and starts bundles by itself too, to refresh or update
 * them, and says nothing of it in its events.
 *
 * @param kind which method of {@link Bundle} was called
 * @param plugin the plugin whose code did it, if one did
 */
public record Deed(Kind kind, Optional<Bundle> plugin) {

  /** Which method of {@link Bundle} was called. */
  public enum Kind {
    /** {@link Bundle#start}. */
    START,
    /** {@link Bundle#stop}. */
    STOP,
    /** {@link Bundle#update}, which stops and starts a running bundle. */
    UPDATE,
    /** {@link Bundle#uninstall}, which stops a running bundle. */
    UNINSTALL,
    /** One of them, by a deployer: this one, or one before it that has not ended yet. */
    DEPLOYER,
    /** None: the framework refreshes bundles, changes its start level, or ends. */
    FRAMEWORK
  }

  private static final StackWalker STACK =
      StackWalker.getInstance(
          Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE, StackWalker.Option.SHOW_HIDDEN_FRAMES));

  /**
   * What the calling thread is about.
   *
   * @param isPlugin tells plugins from other bundles
   */
  public static Deed now(Predicate<Bundle> isPlugin) {
    return STACK.walk(
        frames -> {
          List<StackFrame> all = frames.toList();
          return new Deed(kindOf(all), pluginIn(all, isPlugin));
        });
  }

  /** Whether somebody other than a plugin has asked for just this, and so means it. */
  public boolean isMeant() {
    return (kind == Kind.START || kind == Kind.STOP) && plugin.isEmpty();
  }

  /** Whether the calling thread is in {@link BundleContext#installBundle}. */
  static boolean isInstalling() {
    return STACK.walk(
        frames ->
            frames.anyMatch(
                frame ->
                    frame.getMethodName().equals("installBundle")
                        && BundleContext.class.isAssignableFrom(frame.getDeclaringClass())));
  }

  private static Kind kindOf(List<StackFrame> frames) {
    if (frames.stream().anyMatch(frame -> frame.getDeclaringClass() == Removals.class)) {
      return Kind.DEPLOYER;
    }
    return frames.stream()
        .filter(frame -> Bundle.class.isAssignableFrom(frame.getDeclaringClass()))
        .flatMap(frame -> kindOf(frame.getMethodName()).stream())
        .findFirst()
        .orElse(Kind.FRAMEWORK);
  }

  private static Optional<Kind> kindOf(String method) {
    return switch (method) {
      case "start" -> Optional.of(Kind.START);
      case "stop" -> Optional.of(Kind.STOP);
      case "update" -> Optional.of(Kind.UPDATE);
      case "uninstall" -> Optional.of(Kind.UNINSTALL);
      default -> Optional.empty();
    };
  }

  /** Its code on the stack, or else on a thread that it has started and handed on. */
  private static Optional<Bundle> pluginIn(List<StackFrame> frames, Predicate<Bundle> isPlugin) {
    return frames.stream()
        .map(frame -> frame.getDeclaringClass().getClassLoader())
        .flatMap(loader -> bundleOf(loader).stream())
        .filter(isPlugin)
        .findFirst()
        .or(() -> bundleOf(Thread.currentThread().getContextClassLoader()).filter(isPlugin));
  }

  private static Optional<Bundle> bundleOf(@Nullable ClassLoader loader) {
    return loader instanceof BundleReference reference
        ? Optional.of(reference.getBundle())
        : Optional.empty();
  }
}
