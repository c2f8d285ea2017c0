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
package io.sonoflow.dataset;

import java.util.Locale;
import java.util.Set;

/** Names of folders that are known not to be classes. */
public final class FolderWords {

	/** What image sets consist of, those of our commands and of others. */
	private static final Set<String> IMAGES = Set.of("images", "image", "imgs", "img", "imagestr", "imagests");
	private static final Set<String> MASKS = Set.of("masks", "mask", "marks", "labels", "labelstr", "labelsts", "annotations",
		"annotation", "groundtruth", "ground_truth", "gt", "segmentations", "segmentation");

	/** The parts into which others divide data. */
	private static final Set<String> SPLITS = Set.of("train", "training", "trainset", "train_set", "training_set", "val", "valid",
		"validation", "valset", "val_set", "validation_set", "dev", "test", "testing", "testset", "test_set", "holdout");

	/** Folders below a class that are surely no patients. */
	private static final Set<String> NO_PATIENTS = Set.of("left", "right", "transverse", "sagittal", "longitudinal", "axial",
		"coronal", "crops", "cropped", "frames", "png", "jpg", "dicom", "dcm", "raw", "original", "originals");

	private FolderWords() {
	}

	/** {@return whether it is a part of an image set} */
	static boolean isPart(final String name) {
		return isImages(name) || MASKS.contains(small(name));
	}

	/** {@return whether it is the part of an image set that holds the images} */
	public static boolean isImages(final String name) {
		return IMAGES.contains(small(name));
	}

	/** {@return whether it is the part of an image set that holds the masks of structures} */
	public static boolean isMasks(final String name) {
		return MASKS.contains(small(name)) && !small(name).equals("marks");
	}

	/** {@return whether it is a part of a split} */
	public static boolean isSplit(final String name) {
		return SPLITS.contains(small(name).replace('-', '_').replace(' ', '_'));
	}

	/** {@return whether a folder below a class may be that of one patient} */
	static boolean mayBePatient(final String name) {
		return !isPart(name) && !isSplit(name) && !NO_PATIENTS.contains(small(name));
	}

	/** {@return the label that a class folder of this name stands for; empty if it says that there is none} */
	static String label(final String name) {
		final String label = Spelling.clean(name);
		return Spelling.isMissing(label) ? "" : label;
	}

	private static String small(final String name) {
		return name.strip().toLowerCase(Locale.ROOT);
	}
}
