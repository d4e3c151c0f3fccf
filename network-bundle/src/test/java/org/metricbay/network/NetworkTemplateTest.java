package org.metricbay.network;

import org.junit.jupiter.api.Test;
import org.metricbay.test.ConfigTemplate;

class NetworkTemplateTest {
  @Test
  void showsTheDefaults() throws Exception {
    ConfigTemplate.assertShowsDefaults(
        NetworkSettings.PID, values -> new NetworkSettings(values).config());
  }
}
