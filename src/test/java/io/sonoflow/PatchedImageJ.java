package io.sonoflow;

import net.imagej.patcher.LegacyInjector;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Patches ImageJ for life without a screen before any test can load one of its classes; all tests share one JVM.
 * Registered for every test class through META-INF/services.
 */
public final class PatchedImageJ implements BeforeAllCallback {

	static {
		LegacyInjector.preinit();
	}

	@Override
	public void beforeAll(final ExtensionContext context) {
		// All is done when the class is loaded.
	}
}
