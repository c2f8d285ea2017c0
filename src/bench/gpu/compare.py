"""Sonoflow's networks on a GPU against the same networks in PyTorch for Python, turn by turn on one card.

    python3 compare.py OUTPUT -- JAVA ...     JAVA ... starts io.sonoflow.train.GpuBench serve gpu0
    python3 compare.py serve                  the other side (started by the first)

Prints one line a figure: network, precision, work, images a second of both (medians of alternating rounds), their ratio.
"""
import os
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SIDE, CLASSIFIED, GENERATED = 256, 64, 8
ROUNDS = 7
SECONDS = 0.35
CASES = [(n, p, w) for n in ("resnet18", "unet") for p in ("fp32", "bf16", "fp16") for w in ("forward", "train")]


def serve():
    import torch
    from torch.nn import functional as F

    sys.path.insert(0, os.path.join(HERE, "..", "python"))
    print("PyTorch", torch.__version__, torch.cuda.get_device_name(0), flush=True)
    key, step, forward = None, None, None
    for line in sys.stdin:
        name, precision, work, passes = line.split()
        if key != (name, precision):
            key, step, forward = (name, precision), None, None
            torch.cuda.empty_cache()
            if name != "none":
                step, forward = side(torch, F, name, precision)
        torch.cuda.synchronize()
        start = time.perf_counter()
        for _ in range(int(passes)):
            if work == "train":
                step()
            elif work == "forward":
                forward()
        torch.cuda.synchronize()
        print(time.perf_counter() - start, flush=True)


def side(torch, F, name, precision):
    torch.manual_seed(0)
    if name == "unet":
        import unet

        network = unet.UNet(SIDE, 128, unet.MULTIPLIERS[SIDE]).cuda()
        x = torch.randn(GENERATED, 1, SIDE, SIDE, device="cuda")
        t = 100.0 * torch.arange(GENERATED, device="cuda")
    else:
        import torchvision

        network = torchvision.models.resnet18(num_classes=2)
        network.conv1 = torch.nn.Conv2d(1, 64, 7, 2, 3, bias=False)
        network = network.cuda()
        x = torch.randn(CLASSIFIED, 1, SIDE, SIDE, device="cuda")
        y = torch.arange(CLASSIFIED, device="cuda") % 2
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-4, weight_decay=1e-5, fused=True)
    half = torch.float16 if precision.startswith("fp16") else torch.bfloat16
    cast = lambda: torch.autocast("cuda", dtype=half, enabled=not precision.startswith("fp32"))
    scaler = torch.amp.GradScaler("cuda", enabled=precision.startswith("fp16"))
    if precision.endswith("last"):
        # The order of memory that the card's matrix units like best; neither Sonoflow nor a plain script uses it.
        network, x = network.to(memory_format=torch.channels_last), x.to(memory_format=torch.channels_last)

    def run():
        return network(x, t) if name == "unet" else network(x)

    def step():
        network.train()
        with cast():
            out = run()
            loss = out.float().square().mean() if name == "unet" else F.cross_entropy(out, y)
        scaler.scale(loss).backward()
        loss.item()
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad()

    def forward():
        network.eval()
        with torch.no_grad(), cast():
            run()

    return step, forward


class Worker:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.name = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("a side ended")
        return line.strip()

    def seconds(self, network, precision, work, passes):
        self.process.stdin.write(f"{network} {precision} {work} {passes}\n")
        self.process.stdin.flush()
        return float(self.answer())


def compare(java):
    python = [sys.executable, os.path.abspath(__file__), "serve"]
    sides = [Worker(java), Worker(python)]
    for side in sides:
        print("#", side.name, flush=True)
    # What Sonoflow does not have on GPUs: channels last.
    for case in [(n, "bf16-last", w) for n in ("resnet18", "unet") for w in ("forward", "train")]:
        figures(case, sides[1:])
    for case in CASES:
        figures(case, sides)


def figures(case, sides):
    batch = GENERATED if case[0] == "unet" else CLASSIFIED
    try:
        passes = []
        for side in sides:
            side.seconds(*case, 5)
            once = side.seconds(*case, 5) / 5
            passes.append(max(1, min(200, round(SECONDS / once))))
        rounds = [[side.seconds(*case, n) / n for side, n in zip(sides, passes)] for _ in range(ROUNDS)]
    except Exception as problem:
        print(*case, "FAILED", problem, flush=True)
        return
    medians = [statistics.median(column) for column in zip(*rounds)]
    words = " ".join(f"{batch / m:.1f}" for m in medians)
    if len(sides) == 1:
        print(*case, f"batch {batch}: Python alone {words} images/s", flush=True)
    else:
        ratio = statistics.median(python / ours for ours, python in rounds)
        print(*case, f"batch {batch}: Sonoflow, Python {words} images/s, ratio {ratio:.3f}", flush=True)


if __name__ == "__main__":
    serve() if sys.argv[1] == "serve" else compare(sys.argv[sys.argv.index("--") + 1 :])
