package org.metricbay.core.deploy.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.metricbay.core.deploy.FileChange;
import org.metricbay.core.deploy.FileChange.Action;
import org.metricbay.core.deploy.PluginFile;

/** What happened between two looks at the running bundles, which are given by their files. */
record FileChanges(Map<String, Generation> before, Map<String, Generation> after) {

  List<FileChange> list(List<PluginFile> files) {
    List<FileChange> changes = new ArrayList<>();
    for (PluginFile file : files) {
      changes.add(
          new FileChange(
              file.file(), file.symbolicName(), file.version(), actionOf(file), file.reason()));
    }
    before.forEach(
        (file, generation) -> {
          if (files.stream().noneMatch(f -> f.file().equals(file))) {
            changes.add(
                new FileChange(
                    file,
                    Optional.of(generation.artifact().symbolicName()),
                    Optional.of(generation.artifact().version().toString()),
                    Action.REMOVED,
                    Optional.empty()));
          }
        });
    changes.sort(Comparator.comparing(FileChange::file));
    return List.copyOf(changes);
  }

  private Action actionOf(PluginFile file) {
    return switch (file.state()) {
      case RUNNING -> actionOf(Optional.ofNullable(after.get(file.file())));
      case STOPPED -> Action.STOPPED;
      case SHADOWED -> Action.SHADOWED;
      case DEPLOYING, INCOMPLETE, INVALID, REFUSED, DUPLICATE -> Action.REFUSED;
    };
  }

  private Action actionOf(Optional<Generation> now) {
    Optional<Generation> former =
        now.flatMap(
            generation ->
                before.values().stream()
                    .filter(
                        old ->
                            old.artifact()
                                .symbolicName()
                                .equals(generation.artifact().symbolicName()))
                    .findFirst());
    if (now.isEmpty() || former.isEmpty()) {
      return Action.INSTALLED;
    }
    if (former.get().bundle().equals(now.get().bundle())) {
      return Action.UNCHANGED;
    }
    return former.get().artifact().digest().equals(now.get().artifact().digest())
        ? Action.RESTARTED
        : Action.UPDATED;
  }
}
