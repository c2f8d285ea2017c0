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
package io.sonoflow.legacy.segment;

import ij.gui.Roi;
import ij.io.RoiEncoder;

import io.sonoflow.SonoflowException;
import io.sonoflow.file.AtomicFiles;
import io.sonoflow.step.segment.RoiWriter;
import io.sonoflow.step.segment.SegmentedObject;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** ImageJ's sets of ROIs, written one ROI after the other. */
public final class RoiZip implements RoiWriter {

	/** For the service loader. */
	public RoiZip() {
	}

	@Override
	public File open(final Path zip) {
		return new Open(zip);
	}

	private static final class Open implements File {

		private final Path target;
		private final Path part;
		private final ZipOutputStream out;
		private final Set<String> names = new HashSet<>();
		private final List<String> structures = new ArrayList<>();

		Open(final Path target) {
			this.target = target;
			part = target.resolveSibling(AtomicFiles.PART + target.getFileName());
			try {
				out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(part)));
			}
			catch (final IOException e) {
				throw failed(e);
			}
		}

		private SonoflowException.File failed(final IOException e) {
			return new SonoflowException.File("Cannot write " + target + ": " + AtomicFiles.reason(e) +
				". Check that the disk is there and not full, and that you may write there.", e);
		}

		@Override
		public void add(final SegmentedObject object) {
			if (!structures.contains(object.structure())) structures.add(object.structure());
			final Roi roi = MaskRois.of(object, structures.indexOf(object.structure()));
			final String name = (object.image().replaceAll("[\\\\/:*?\"<>|\\p{Cntrl}]+", "_") + " " + object.label());
			String unique = name;
			for (int n = 2; !names.add(unique); n++)
				unique = name + " (" + n + ")";
			roi.setName(unique);
			if (object.frame() > 0) roi.setPosition(object.frame());
			try {
				out.putNextEntry(new ZipEntry(unique + ".roi"));
				out.write(RoiEncoder.saveAsByteArray(roi));
				out.closeEntry();
			}
			catch (final IOException e) {
				throw failed(e);
			}
		}

		@Override
		public void publish() {
			try {
				out.close();
				AtomicFiles.publish(part, target);
			}
			catch (final IOException e) {
				throw failed(e);
			}
		}

		@Override
		public void close() {
			try {
				out.close();
				Files.deleteIfExists(part);
			}
			catch (final IOException e) {
				throw failed(e);
			}
		}
	}
}
