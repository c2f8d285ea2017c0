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
package io.sonoflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each archive carries the licence of everything that it holds. */
class LicencesIT {

	private static final String FOLDER = "META-INF/licenses/";

	/** Where in the archive, what, under which licence, in which files. */
	private record Row(String where, List<String> files) {

		static Row of(final String line) {
			final String[] cells = line.split("\\|", -1);
			return new Row(cells[0].trim(), Arrays.stream(cells[3].split(",")).map(String::trim).filter(file -> !file.isEmpty())
				.toList());
		}
	}

	/** Programs, by name; and the texts of licences. */
	private static final class Content {

		private final Set<String> programs = new TreeSet<>();
		private final Map<String, String> licences = new TreeMap<>();

		void read(final InputStream stream) throws IOException {
			try (ZipInputStream zip = new ZipInputStream(stream)) {
				for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
					add(entry.getName().replaceFirst("^META-INF/versions/[0-9]+/", ""), zip);
			}
		}

		private void add(final String name, final InputStream zip) throws IOException {
			if (name.matches("(jars|plugins)/.*\\.jar")) {
				// Its native library is most of it, and is never unpacked here.
				if (name.contains("pytorch-native")) programs.add("pytorch/" + name);
				else read(new ByteArrayInputStream(zip.readAllBytes()));
			}
			else if (name.startsWith(FOLDER) && !name.endsWith("/")) licences.put(name.substring(FOLDER.length()), new String(zip
				.readAllBytes(), StandardCharsets.UTF_8));
			else if (name.matches(".*\\.(class|so|so\\..*|dll|dylib|jnilib|a)") && !name.endsWith("module-info.class")) programs.add(
				name);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "sonoflow.fiji", "sonoflow.imagej", "sonoflow.standalone" })
	void theLicenceOfEachProgramTravelsWithIt(final String archive) throws IOException {
		final Content content = new Content();
		content.read(Files.newInputStream(Path.of(System.getProperty(archive))));
		final String table = content.licences.get("README.txt");
		assertNotNull(table, "The archive has no licences: " + content.licences.keySet());
		final List<Row> rows = table.lines().dropWhile(line -> !line.startsWith("where")).skip(1).map(Row::of).toList();
		for (final Row row : rows)
			for (final String file : row.files())
				assertTrue(content.licences.getOrDefault(file, "").length() > 100, row + ": there is no " + file);
		final Set<String> without = new TreeSet<>();
		for (final String program : content.programs)
			if (rows.stream().noneMatch(row -> program.startsWith(row.where()))) without.add(program);
		assertEquals(Set.of(), without, "Which licence?");
		assertTrue(content.programs.size() > 1000, "programs found: " + content.programs.size());
		assertEquals(Files.readString(Path.of("LICENSE")), content.licences.get("LICENSE"));
	}
}
