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
package io.sonoflow.step.setup;

import ai.djl.Device;

import io.sonoflow.Monitor;
import io.sonoflow.nn.Devices;
import io.sonoflow.nn.Torch;
import io.sonoflow.nn.WaitPolicy;
import io.sonoflow.nn.cpu.InstructionSet;
import io.sonoflow.nn.engine.GraphicsCard;
import io.sonoflow.parameter.Group;
import io.sonoflow.step.DeviceSettings;
import io.sonoflow.step.Step;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.scijava.util.VersionUtils;

/** What the steps would compute on, and the time of a convolution there; needs no files and writes none. */
public final class CheckSetup extends Step<CheckSetup.Result> {

	/** The menu label. */
	public static final String LABEL = "Check Setup...";

	@Group("Computation")
	public DeviceSettings computation = new DeviceSettings();

	/**
	 * One line of the table.
	 *
	 * @param what a name
	 * @param value for people to read
	 */
	public record Row(String what, String value) {
	}

	/**
	 * @param device the chosen one, e.g. "cpu"
	 * @param milliseconds median time of the test convolution
	 * @param rows the table
	 */
	public record Result(String device, double milliseconds, List<Row> rows) {
	}

	public CheckSetup() {
	}

	/** @param values by key, for scripts */
	public CheckSetup(final Map<String, ?> values) {
		set(values);
	}

	/** {@return the step with the defaults; more by {@link #with}} */
	public static CheckSetup of() {
		return new CheckSetup();
	}

	@Override
	public String label() {
		return LABEL;
	}

	/**
	 * @throws io.sonoflow.SonoflowException.Device if the engine cannot be loaded or the device is not there
	 */
	@Override
	protected Result execute(final Monitor monitor) {
		Torch.inference();
		final Device device = Devices.parse(computation.device, monitor);
		final double milliseconds = new TestConvolution(device, monitor).milliseconds("fp32");
		final List<Row> rows = new ArrayList<>();
		rows.add(new Row("Sonoflow", Objects.requireNonNullElse(VersionUtils.getVersion(CheckSetup.class), "unknown version")));
		rows.add(new Row("Java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor")));
		rows.add(new Row("System", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", " + System
			.getProperty("os.arch")));
		rows.add(new Row("Engine", "PyTorch " + Torch.version() + " through DJL " + Torch.djlVersion()));
		rows.add(new Row("PyTorch's library", (Devices.isCudaLibrary() ? "with CUDA" : "for CPUs") + " (" + Devices.library() + ")"));
		rows.add(new Row("Device", Devices.name(device) + (computation.device.equals("auto") ? " (chosen by auto)" : "")));
		final int gpus = Devices.gpuCount();
		rows.addAll(gpus(gpus));
		rows.add(new Row("Java's memory", megabytes(Runtime.getRuntime().maxMemory()) + " at most"));
		rows.add(new Row("Processors", String.valueOf(Runtime.getRuntime().availableProcessors())));
		rows.add(new Row("PyTorch's threads", String.valueOf(Torch.threads())));
		rows.add(instructions(monitor));
		rows.addAll(convolutions(device, milliseconds, gpus, monitor));
		if (device.equals(Device.cpu())) rows.addAll(onBusyCores(device, milliseconds, monitor));
		return new Result(Devices.name(device), milliseconds, List.copyOf(rows));
	}

	/** The chosen device's first, then those of all others. */
	private static List<Row> convolutions(final Device chosen, final double milliseconds, final int gpus, final Monitor monitor) {
		final String name = "Test convolution";
		final List<Row> rows = new ArrayList<>();
		rows.add(new Row(name, TestConvolution.words(milliseconds)));
		rows.add(new Row(name + ", bf16", bfloat16(chosen, monitor)));
		final Stream<Device> all = Stream.concat(Stream.of(Device.cpu()), IntStream.range(0, gpus).mapToObj(Device::gpu));
		for (final Device other : all.filter(device -> !device.equals(chosen)).toList()) {
			rows.add(new Row(name + ", " + Devices.name(other), new TestConvolution(other, monitor).words("fp32")));
			rows.add(new Row(name + ", " + Devices.name(other) + ", bf16", bfloat16(other, monitor)));
		}
		return rows;
	}

	/** Without instructions for it a CPU takes many times as long. */
	private static String bfloat16(final Device device, final Monitor monitor) {
		if (device.equals(Device.cpu()) && !InstructionSet.hasBfloat16()) return "not tried: " + (InstructionSet.isLimited()
			? "convolutions are kept to SSE4.1" : "the CPU is not known to have instructions for it (avx512_bf16, amx_bf16)");
		return new TestConvolution(device, monitor).words("bf16");
	}

	private static Row instructions(final Monitor monitor) {
		final boolean limited = InstructionSet.isLimited();
		if (limited) monitor.warn("This computer, a virtual machine maybe, hides its CPU's caches. PyTorch " + Torch.version() +
			" computes wrong numbers on such a CPU, so it is kept to SSE4.1, with which they are right: networks take two to four " +
			"times as long. Ask whoever runs the machine to let it see the caches (CPUID), or use another.");
		final String chosen = System.getenv(InstructionSet.VARIABLE);
		return new Row("Instructions", (limited ? "SSE4.1 only: the CPU hides its caches" : chosen == null ? "all"
			: InstructionSet.VARIABLE + " is " + chosen) +
			"; convolutions and their gradients were checked");
	}

	/** Where other programs use the cores, threads of PyTorch that wait may be all that hinders it. */
	private static List<Row> onBusyCores(final Device device, final double quiet, final Monitor monitor) {
		final double busy = BusyCores.during(() -> new TestConvolution(device, monitor).milliseconds("fp32"));
		final double times = busy / quiet;
		final String policy = WaitPolicy.value().orElse("not set");
		if (!WaitPolicy.isPassive() && Torch.threads() > 1) monitor.warn(WaitPolicy.VARIABLE + " is " + policy +
			": PyTorch's threads spin while they wait for each other. With other programs on all cores the test convolution took " +
			String.format(Locale.ROOT, "%.1f", times) + " times as long. Set the environment variable " + WaitPolicy.VARIABLE +
			"=" + WaitPolicy.PASSIVE + " before ImageJ is started.");
		return List.of(new Row("Waiting threads", (WaitPolicy.isPassive() ? "sleep" : "spin") + " (" + WaitPolicy.VARIABLE + " is " +
			policy + ")"), new Row("On busy cores", String.format(Locale.ROOT, "%.2f ms (%.1f times as long)", busy, times)));
	}

	private static List<Row> gpus(final int count) {
		final List<Row> rows = new ArrayList<>();
		rows.add(new Row("PyTorch's GPUs", count == 0 ? "none" : "gpu0" + (count > 1 ? " to gpu" + (count - 1) : "")));
		final GpuAdvice.Seen seen = GpuAdvice.look(count, Devices.isCudaLibrary(), Devices.library());
		for (final GraphicsCard card : seen.cards())
			rows.add(new Row("NVIDIA GPU", card.words()));
		GpuAdvice.of(seen).ifPresent(advice -> {
			rows.add(new Row("Why no GPU", advice.why()));
			rows.add(new Row("To do", advice.next()));
		});
		return rows;
	}

	private static String megabytes(final long bytes) {
		return (bytes >> 20) + " MB";
	}
}
