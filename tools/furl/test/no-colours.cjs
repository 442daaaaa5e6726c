// What is printed is compared to the letter, whatever colours Nx and CI ask for.
delete process.env.FORCE_COLOR;
process.env.NO_COLOR = '1';
