/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.legacy.launch;

import java.awt.GraphicsEnvironment;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

import net.imagej.patcher.LegacyInjector;

/**
 * ImageJ throws at every {@code run(...)} without a screen, so its classes are patched while they are loaded: this must come
 * before the first of them. To patch takes seconds, so the build stores what comes out ({@link HeadlessPatchWriter}), and here it
 * is only loaded, unless ImageJ is another than that of the build.
 */
final class HeadlessPatches {

	/** Beside this class: number of classes; of each its name, the checksum of ImageJ's own, the length and the patched bytes. */
	static final String RESOURCE = "headless.patches";

	private static boolean applied;

	/** A class as it is to be loaded. */
	private record Patched(String name, byte[] bytes) {}

	private HeadlessPatches() {
	}

	/** Once in a JVM; whoever calls it must have touched no class of ImageJ. */
	static synchronized void apply() {
		if (applied) return;
		if (System.getProperty("java.awt.headless") == null) System.setProperty("java.awt.headless", "true");
		if (!load()) LegacyInjector.preinit();
		applied = true;
	}

	/** {@return false if the patches must be made anew} */
	private static boolean load() {
		final ClassLoader loader = HeadlessPatches.class.getClassLoader();
		// With windows, or in a loader above ours, other patches are needed.
		if (!GraphicsEnvironment.isHeadless() || loader.getParent().getResource("ij/IJ.class") != null) return false;
		try {
			final Method define = ClassLoader.class.getDeclaredMethod("defineClass", String.class, byte[].class, int.class, int.class,
				ProtectionDomain.class);
			final Method find = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
			define.setAccessible(true);
			find.setAccessible(true);
			if (find.invoke(loader, "ij.IJ") != null) return false;
			final List<Patched> classes = read(loader);
			for (final Patched each : classes)
				define.invoke(loader, each.name, each.bytes, 0, each.bytes.length, null);
			return !classes.isEmpty();
		}
		catch (final ReflectiveOperationException | RuntimeException | IOException e) {
			// Java was started without --add-opens: the patcher has its own ways, and its own words if they fail.
			return false;
		}
	}

	/** {@return what the build stored; empty if it stored nothing or ImageJ's classes are others} */
	private static List<Patched> read(final ClassLoader loader) throws IOException {
		final List<Patched> classes = new ArrayList<>();
		try (InputStream stream = HeadlessPatches.class.getResourceAsStream(RESOURCE)) {
			if (stream == null) return classes;
			final DataInputStream in = new DataInputStream(new BufferedInputStream(stream, 1 << 16));
			final int count = in.readInt();
			for (int i = 0; i < count; i++) {
				final String name = in.readUTF();
				final long original = in.readLong();
				final byte[] bytes = new byte[in.readInt()];
				in.readFully(bytes);
				if (original != checksum(loader, name)) return List.of();
				classes.add(new Patched(name, bytes));
			}
		}
		return classes;
	}

	/** {@return the checksum of a class file on the class path, -1 if there is none} */
	static long checksum(final ClassLoader loader, final String name) throws IOException {
		try (InputStream in = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
			if (in == null) return -1;
			final CRC32 crc = new CRC32();
			crc.update(in.readAllBytes());
			return crc.getValue();
		}
	}
}
