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

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import net.imagej.patcher.LegacyInjector;

import javassist.CtClass;
import javassist.bytecode.ClassFile;

/** Part of the build: patches ImageJ's classes and stores them for {@link HeadlessPatches}. */
final class HeadlessPatchWriter {

	private HeadlessPatchWriter() {
	}

	/** @param args the folder of our compiled classes, and one for temporary files */
	public static void main(final String... args) throws IOException {
		System.setProperty("java.awt.headless", "true");
		final Path dump = Files.createDirectories(Path.of(args[1]));
		CtClass.debugDump = dump.toString();
		LegacyInjector.preinit();
		final Path file = Path.of(args[0]).resolve(HeadlessPatches.class.getPackageName().replace('.', '/')).resolve(
			HeadlessPatches.RESOURCE);
		Files.write(file, stored(dump));
	}

	private static byte[] stored(final Path dump) throws IOException {
		final Map<String, Path> files = new TreeMap<>();
		try (Stream<Path> all = Files.walk(dump)) {
			all.filter(file -> file.toString().endsWith(".class")).forEach(file -> files.put(name(dump, file), file));
		}
		final Set<String> order = new LinkedHashSet<>();
		for (final String name : files.keySet())
			add(name, files, order);
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		final DataOutputStream out = new DataOutputStream(bytes);
		out.writeInt(order.size());
		for (final String name : order) {
			final byte[] patched = Files.readAllBytes(files.get(name));
			out.writeUTF(name);
			out.writeLong(HeadlessPatches.checksum(HeadlessPatches.class.getClassLoader(), name));
			out.writeInt(patched.length);
			out.write(patched);
		}
		return bytes.toByteArray();
	}

	private static String name(final Path dump, final Path file) {
		final String path = dump.relativize(file).toString().replace('\\', '/').replace('/', '.');
		return path.substring(0, path.length() - ".class".length());
	}

	/** Above a class stands what it extends: to load it would load ImageJ's own. */
	private static void add(final String name, final Map<String, Path> files, final Set<String> order) throws IOException {
		if (!files.containsKey(name) || order.contains(name)) return;
		try (DataInputStream in = new DataInputStream(Files.newInputStream(files.get(name)))) {
			final ClassFile type = new ClassFile(in);
			add(type.getSuperclass(), files, order);
			for (final String each : List.of(type.getInterfaces()))
				add(each, files, order);
		}
		order.add(name);
	}
}
