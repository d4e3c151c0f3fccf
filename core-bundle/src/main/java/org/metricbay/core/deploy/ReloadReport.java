package org.metricbay.core.deploy;

import java.time.Duration;
import java.util.List;
import org.metricbay.core.collect.CollectorState;
import org.metricbay.core.collect.CollectorStatus;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a reload did.
 *
 * @param files what happened to each file, by name
 * @param collectors how each collector did afterwards, by name
 * @param duration how long it took
 */
@ProviderType
public record ReloadReport(
    List<FileChange> files, List<CollectorStatus> collectors, Duration duration) {

  /** Whether no file was refused and every collector gave its metrics. */
  public boolean isGood() {
    return files.stream().noneMatch(file -> file.action() == FileChange.Action.REFUSED)
        && collectors.stream().allMatch(status -> status.state() == CollectorState.OK);
  }
}
