package org.metricbay.storage;

import org.junit.jupiter.api.Test;
import org.metricbay.test.ConfigTemplate;

class StorageTemplateTest {
  @Test
  void showsTheDefaults() throws Exception {
    ConfigTemplate.assertShowsDefaults(
        StorageSettings.PID, values -> new StorageSettings(values).config());
  }
}
