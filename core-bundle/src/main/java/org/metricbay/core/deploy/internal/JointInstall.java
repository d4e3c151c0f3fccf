package org.metricbay.core.deploy.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.metricbay.core.deploy.internal.Content.Artifact;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/**
 * Installs the bundles of attempts that begin together, and has them resolved in one step. One by
 * one, each attempt would wait for the framework's only lock, and be woken whenever another lets go
 * of it; with a folder full of plugins that is a twentieth of the agent's start.
 *
 * <p>The thread that comes first does it for all. What fails it leaves to the attempt whose bundle
 * it is, as the reason may be that this thread was interrupted.
 */
final class JointInstall {

  /** What one attempt contributes. */
  final class Part {
    private final Artifact artifact;
    private final byte[] bytes;
    private final CompletableFuture<Bundle> bundle = new CompletableFuture<>();

    private Part(Artifact artifact, byte[] bytes) {
      this.artifact = artifact;
      this.bytes = bytes;
    }

    /**
     * Its bundle, installed, and resolved if it can be.
     *
     * @throws ExecutionException if it cannot be installed; the cause says why
     */
    Bundle take() throws ExecutionException, InterruptedException {
      lock.lockInterruptibly();
      try {
        if (!bundle.isDone()) {
          installAll(this);
        }
      } finally {
        lock.unlock();
      }
      return bundle.get();
    }

    /** Gives it up. If another thread has installed its bundle, the caller is to remove it. */
    Optional<Bundle> leave() {
      return bundle.cancel(false) || bundle.isCompletedExceptionally()
          ? Optional.empty()
          : Optional.of(bundle.join());
    }

    /** Installs it unless it is, or was given up; not there if it is given up just now. */
    private Optional<Bundle> install() throws BundleException, IOException {
      if (bundle.isDone()) {
        return Optional.empty();
      }
      Bundle installed = bundles.install(artifact, bytes);
      bundles.progress().begins(installed);
      if (bundle.complete(installed)) {
        return Optional.of(installed);
      }
      bundles.removals().removeNow(installed);
      return Optional.empty();
    }
  }

  private final PluginBundles bundles;
  private final List<Part> parts = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();

  JointInstall(PluginBundles bundles) {
    this.bundles = bundles;
  }

  /** Joins one more; only before any of them takes its bundle. */
  Part add(Artifact artifact, byte[] bytes) {
    Part part = new Part(artifact, bytes);
    parts.add(part);
    return part;
  }

  private void installAll(Part own) {
    List<Bundle> fresh = new ArrayList<>();
    for (Part part : parts) {
      try {
        part.install().ifPresent(fresh::add);
      } catch (BundleException | IOException | RuntimeException | Error e) {
        if (part == own) {
          part.bundle.completeExceptionally(e);
        }
      }
    }
    if (!fresh.isEmpty() && !bundles.resolve(fresh)) {
      // Those that cannot be say why when they are started.
      fresh.removeIf(bundle -> bundle.getState() != Bundle.INSTALLED);
      boolean unused = bundles.resolve(fresh, Slots.Choice.OF_LAST);
    }
  }
}
